package dev.offhook.local.iam;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line of a statement's conditions: an operator, a key, and the values of which one must match.
 *
 * @param isIfExists whether it holds for a request that doesn't have the key
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html">Conditions
 *     with multiple keys or values</a>
 */
public record Condition(
    Quantifier quantifier,
    ConditionOperator operator,
    boolean isIfExists,
    String key,
    List<String> values) {

  /** How many of a request's values must match. */
  public enum Quantifier {
    /** The request has one value, which must. */
    SINGLE,
    /** Each of them; none at all is as good. */
    ALL,
    /** At least one. */
    ANY
  }

  public Condition {
    values = List.copyOf(values);
  }

  boolean holds(Request request) {
    Optional<List<String>> found = find(request.context());
    if (operator == ConditionOperator.NULL) {
      return found.isEmpty() == values.getFirst().equalsIgnoreCase("true");
    }
    if (found.isEmpty()) {
      return isIfExists || quantifier == Quantifier.ALL || lacking();
    }
    return switch (quantifier) {
      case SINGLE, ALL -> found.get().stream().allMatch(this::matches);
      case ANY -> found.get().stream().anyMatch(this::matches);
    };
  }

  /** What is not there differs from everything. */
  private boolean lacking() {
    return quantifier == Quantifier.SINGLE && operator.isNegated();
  }

  private boolean matches(String value) {
    return operator.isNegated()
        != values.stream().anyMatch(wanted -> operator.isEqual(wanted, value));
  }

  /** Names of keys don't depend on case. */
  private Optional<List<String>> find(Map<String, List<String>> context) {
    return context.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(key))
        .map(Map.Entry::getValue)
        .findAny();
  }
}
