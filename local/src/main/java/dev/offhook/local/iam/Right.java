package dev.offhook.local.iam;

import java.util.Comparator;
import java.util.Set;

/**
 * One action on one resource, as a statement of a function's role names them.
 *
 * @param function the function's logical id
 */
public record Right(String function, String action, String resource) implements Comparable<Right> {
  private static final Comparator<Right> ORDER =
      Comparator.comparing(Right::function)
          .thenComparing(Right::resource)
          .thenComparing(Right::action);

  /** Actions that AWS knows no resource of. */
  private static final Set<String> WITHOUT_RESOURCE = Set.of("secretsmanager:GetRandomPassword");

  /**
   * Whether it allows more than anybody could mean: a wildcard, but for what has no name yet when a
   * template is written, connections and log streams.
   */
  public boolean isWide() {
    if (Wildcard.isIn(action)) {
      return true;
    }
    if (resource.equals("*")) {
      return !WITHOUT_RESOURCE.contains(action);
    }
    String named = resource.replaceFirst("(/@connections/|:log-group:[^:*?]+:)\\*$", "");
    return Wildcard.isIn(named);
  }

  @Override
  public int compareTo(Right other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return function + " " + action + " on " + resource;
  }
}
