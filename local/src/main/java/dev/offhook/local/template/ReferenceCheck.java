package dev.offhook.local.template;

import dev.offhook.local.template.Node.Call;
import dev.offhook.local.template.Node.Mapping;
import dev.offhook.local.template.Node.NoValue;
import dev.offhook.local.template.Node.Scalar;
import dev.offhook.local.template.Node.Sequence;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Finds references to what the template doesn't declare, in every part of it: also in what has no
 * effect on this machine and behind conditions that don't hold.
 *
 * @param names parameters, pseudo parameters and resources
 * @param conditions names of conditions
 */
record ReferenceCheck(Set<String> names, Set<String> conditions) {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^!}][^}]*)}");

  ReferenceCheck {
    names = Set.copyOf(names);
    conditions = Set.copyOf(conditions);
  }

  /** Throws if something in the node refers to a name that is not declared. */
  void check(Node node) {
    switch (node) {
      case Scalar _, NoValue _ -> {}
      case Sequence sequence -> sequence.items().forEach(this::check);
      case Mapping mapping -> mapping.entries().values().forEach(entry -> check(entry.value()));
      case Call call -> {
        check(call);
        check(call.argument());
      }
    }
  }

  private void check(Call call) {
    switch (call.function()) {
      case REF -> requireName(firstText(call), call.line());
      case GET_ATT -> requireName(firstText(call), call.line());
      case SUB -> substitution(call);
      case IF, CONDITION -> requireCondition(firstText(call), call.line());
      case JOIN, SELECT, SPLIT, FIND_IN_MAP, BASE64, EQUALS, NOT, AND, OR -> {}
    }
  }

  private void substitution(Call call) {
    Set<String> variables =
        call.argument() instanceof Sequence(int _, List<Node> items)
                && items.size() == 2
                && items.getLast() instanceof Mapping mapping
            ? mapping.entries().keySet()
            : Set.of();
    VARIABLE
        .matcher(firstText(call))
        .results()
        .map((MatchResult match) -> match.group(1).strip())
        .filter(name -> !variables.contains(name))
        .forEach(name -> requireName(name, call.line()));
  }

  /** The argument, or the first of several. */
  private static String firstText(Call call) {
    Node argument = call.argument();
    if (argument instanceof Sequence(int _, List<Node> items) && !items.isEmpty()) {
      argument = items.getFirst();
    }
    return argument.asText("the argument of " + call.function().tag());
  }

  private void requireName(String path, int line) {
    int dot = path.indexOf('.');
    String name = dot < 0 ? path : path.substring(0, dot);
    if (!names.contains(name)) {
      throw new TemplateException(line, "there is no parameter or resource " + name);
    }
  }

  private void requireCondition(String name, int line) {
    if (!conditions.contains(name)) {
      throw new TemplateException(line, "there is no condition " + name);
    }
  }
}
