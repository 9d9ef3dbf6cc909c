package dev.offhook.local.template;

import dev.offhook.local.template.Node.Call;
import dev.offhook.local.template.Node.Entry;
import dev.offhook.local.template.Node.Mapping;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** The section {@code Conditions}: which of them hold. */
final class Conditions {
  private static final int MAXIMUM_CHAIN = 50;

  private final Mapping section;
  private final BiFunction<Node, String, String> text;
  private final Map<String, Boolean> decided = new HashMap<>();
  private final Set<String> deciding = new LinkedHashSet<>();

  /**
   * @param text the text that a node evaluates to; the second argument says what it is
   */
  Conditions(Mapping section, BiFunction<Node, String, String> text) {
    this.section = section;
    this.text = text;
  }

  /** Whether a condition holds; each is decided once. */
  boolean holds(String name, int line) {
    Boolean known = decided.get(name);
    if (known != null) {
      return known;
    }
    Entry entry = section.entries().get(name);
    if (entry == null) {
      throw new TemplateException(line, "there is no condition " + name);
    }
    if (!deciding.add(name) || deciding.size() > MAXIMUM_CHAIN) {
      throw new TemplateException(entry.line(), "condition " + name + " depends on itself");
    }
    boolean holds = decide(entry.value());
    deciding.remove(name);
    decided.put(name, holds);
    return holds;
  }

  private boolean decide(Node expression) {
    if (expression instanceof Mapping mapping && mapping.hasOnly("Condition")) {
      Node name = mapping.get("Condition").orElse(mapping);
      return holds(name.asText("a condition's name"), name.line());
    }
    if (!(expression instanceof Call call)) {
      throw new TemplateException(
          expression.line(), "a condition must be a function, not " + expression.kind());
    }
    return switch (call.function()) {
      case CONDITION -> holds(call.argument().asText("a condition's name"), call.line());
      case EQUALS -> equal(call);
      case NOT -> !decide(operands(call, 1, 1).getFirst());
      case AND -> operands(call, 2, 10).stream().allMatch(this::decide);
      case OR -> operands(call, 2, 10).stream().anyMatch(this::decide);
      case REF, GET_ATT, SUB, JOIN, SELECT, SPLIT, FIND_IN_MAP, BASE64, IF ->
          throw new TemplateException(call.line(), call.function().tag() + " is not a condition");
    };
  }

  private boolean equal(Call call) {
    List<Node> operands = operands(call, 2, 2);
    return text.apply(operands.getFirst(), "an operand of !Equals")
        .equals(text.apply(operands.getLast(), "an operand of !Equals"));
  }

  private static List<Node> operands(Call call, int least, int most) {
    List<Node> operands = call.argument().asItems("the argument of " + call.function().tag());
    if (operands.size() < least || operands.size() > most) {
      String count = least == most ? "" + least : least + " to " + most;
      throw new TemplateException(
          call.line(), call.function().tag() + " takes " + count + " operands");
    }
    return operands;
  }
}
