package dev.offhook.local.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offhook.local.template.Node.Call;
import dev.offhook.local.template.Node.Entry;
import dev.offhook.local.template.Node.Mapping;
import dev.offhook.local.template.Node.NoValue;
import dev.offhook.local.template.Node.Scalar;
import dev.offhook.local.template.Node.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Evaluates intrinsic functions: what comes out has no calls in it. */
final class Evaluator {
  private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{([^}]*)}");

  /** What references to resources stand for on this machine. */
  interface ResourceReferences {
    /** What {@code !Ref} of a resource gives; an id such as {@code Handler.Alias} too. */
    String reference(String logicalId, int line);

    /** What {@code !GetAtt} of a resource gives. */
    String attribute(String logicalId, String attribute, int line);
  }

  private final Map<String, Node> parameters;
  private final Mapping mappings;
  private final Conditions conditions;
  private final ResourceReferences resources;

  /**
   * @param parameters values of the template's parameters and of the pseudo parameters
   * @param mappings the section {@code Mappings}
   * @param conditions the section {@code Conditions}
   */
  Evaluator(
      Map<String, Node> parameters,
      Mapping mappings,
      Mapping conditions,
      ResourceReferences resources) {
    this.parameters = Map.copyOf(parameters);
    this.mappings = mappings;
    this.conditions = new Conditions(conditions, this::text);
    this.resources = resources;
  }

  /** The node with every call replaced by its value, and what is {@code AWS::NoValue} left out. */
  Node evaluate(Node node) {
    return switch (node) {
      case Scalar scalar -> scalar;
      case NoValue none -> none;
      case Sequence sequence -> new Sequence(sequence.line(), items(sequence.items()));
      case Mapping mapping -> evaluate(mapping);
      case Call call -> call(call);
    };
  }

  /** The mapping with every call in it replaced by its value. */
  Mapping evaluate(Mapping mapping) {
    List<Entry> entries = new ArrayList<>();
    for (Entry entry : mapping.entries().values()) {
      Node value = evaluate(entry.value());
      if (!(value instanceof NoValue)) {
        entries.add(new Entry(entry.line(), entry.key(), value));
      }
    }
    return new Mapping(mapping.line(), Entry.map(entries));
  }

  /** Whether a condition of the template holds. */
  boolean holds(String condition, int line) {
    return conditions.holds(condition, line);
  }

  private List<Node> items(List<Node> nodes) {
    return nodes.stream().map(this::evaluate).filter(node -> !(node instanceof NoValue)).toList();
  }

  private Node call(Call call) {
    return switch (call.function()) {
      case REF -> reference(call);
      case GET_ATT -> attribute(call);
      case SUB -> scalar(call, substitute(call));
      case JOIN -> join(call);
      case SELECT -> select(call);
      case SPLIT -> split(call);
      case FIND_IN_MAP -> findInMap(call);
      case BASE64 -> scalar(call, base64(text(call.argument(), call.function().tag())));
      case IF -> choose(call);
      case CONDITION, EQUALS, NOT, AND, OR ->
          throw new TemplateException(
              call.line(), call.function().tag() + " belongs into the section Conditions");
    };
  }

  private Node reference(Call call) {
    String name = call.argument().asText("the argument of !Ref");
    if (name.equals("AWS::NoValue")) {
      return new NoValue(call.line());
    }
    return switch (parameters.get(name)) {
      case Scalar value -> scalar(call, value.text());
      case Sequence value -> new Sequence(call.line(), value.items());
      case Node value -> value;
      case null -> scalar(call, resources.reference(name, call.line()));
    };
  }

  private Node attribute(Call call) {
    List<String> path =
        call.argument() instanceof Sequence
            ? arguments(call, 2).stream().map(item -> text(item, "!GetAtt")).toList()
            : Arrays.asList(call.argument().asText("the argument of !GetAtt").split("\\.", 2));
    if (path.size() != 2) {
      throw new TemplateException(call.line(), "!GetAtt needs Resource.Attribute");
    }
    return scalar(call, resources.attribute(path.getFirst(), path.getLast(), call.line()));
  }

  private String substitute(Call call) {
    Node pattern = call.argument();
    Mapping variables = Mapping.empty(call.line());
    if (pattern instanceof Sequence) {
      List<Node> arguments = arguments(call, 2);
      pattern = arguments.getFirst();
      variables = arguments.getLast().asMapping("the second argument of !Sub");
    }
    Mapping names = variables;
    return SUBSTITUTION
        .matcher(pattern.asText("the argument of !Sub"))
        .replaceAll(
            match -> Matcher.quoteReplacement(variable(match.group(1), names, call.line())));
  }

  private String variable(String expression, Mapping variables, int line) {
    if (expression.startsWith("!")) {
      return "${" + expression.substring(1) + "}";
    }
    String name = expression.strip();
    Optional<Node> local = variables.get(name);
    if (local.isPresent()) {
      return text(local.get(), name);
    }
    Node parameter = parameters.get(name);
    if (parameter instanceof Scalar scalar) {
      return scalar.text();
    }
    if (parameter != null) {
      throw new TemplateException(line, "!Sub of " + name + ", which is " + parameter.kind());
    }
    int dot = name.indexOf('.');
    return dot < 0
        ? resources.reference(name, line)
        : resources.attribute(name.substring(0, dot), name.substring(dot + 1), line);
  }

  private Node join(Call call) {
    List<Node> arguments = arguments(call, 2);
    return scalar(
        call,
        evaluate(arguments.getLast()).asItems("the second argument of !Join").stream()
            .map(item -> item.asText("an item of !Join"))
            .collect(Collectors.joining(delimiter(arguments.getFirst(), "!Join"))));
  }

  private Node split(Call call) {
    List<Node> arguments = arguments(call, 2);
    String delimiter = delimiter(arguments.getFirst(), "!Split");
    if (delimiter.isEmpty()) {
      throw new TemplateException(call.line(), "the delimiter of !Split is empty");
    }
    String whole = text(arguments.getLast(), "the second argument of !Split");
    return new Sequence(
        call.line(),
        Arrays.stream(whole.split(Pattern.quote(delimiter), -1))
            .map(part -> (Node) scalar(call, part))
            .toList());
  }

  private Node select(Call call) {
    List<Node> arguments = arguments(call, 2);
    String index = text(arguments.getFirst(), "the index of !Select");
    List<Node> items = evaluate(arguments.getLast()).asItems("the second argument of !Select");
    if (!index.matches("[0-9]{1,6}") || Integer.parseInt(index) >= items.size()) {
      throw new TemplateException(
          call.line(), "!Select of item " + index + " in a list of " + items.size());
    }
    return items.get(Integer.parseInt(index));
  }

  private Node findInMap(Call call) {
    Node found = mappings;
    for (Node argument : arguments(call, 3)) {
      String key = text(argument, "an argument of !FindInMap");
      found =
          found
              .asMapping("a map of !FindInMap")
              .get(key)
              .orElseThrow(() -> new TemplateException(call.line(), "!FindInMap: no " + key));
    }
    return evaluate(found);
  }

  private Node choose(Call call) {
    List<Node> arguments = arguments(call, 3);
    String condition = arguments.getFirst().asText("the condition of !If");
    return evaluate(arguments.get(holds(condition, call.line()) ? 1 : 2));
  }

  private String text(Node node, String what) {
    return evaluate(node).asText(what);
  }

  private String delimiter(Node node, String function) {
    return evaluate(node) instanceof Scalar scalar
        ? scalar.text()
        : node.asText("the delimiter of " + function);
  }

  private static List<Node> arguments(Call call, int count) {
    List<Node> arguments = call.argument().asItems("the argument of " + call.function().tag());
    if (arguments.size() != count) {
      throw new TemplateException(
          call.line(), call.function().tag() + " takes " + count + " arguments");
    }
    return arguments;
  }

  private static Scalar scalar(Call call, String text) {
    return new Scalar(call.line(), text, false);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
