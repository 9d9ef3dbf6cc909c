package dev.offhook.local.iam;

import java.util.List;
import java.util.Optional;

/**
 * One statement of a policy.
 *
 * @param actions names of actions, with wildcards
 * @param resources ARNs, with wildcards
 * @param conditions all of which must hold
 */
public record Statement(
    Effect effect, List<String> actions, List<String> resources, List<Condition> conditions) {

  /** What a statement does to the requests that it meets. */
  public enum Effect {
    ALLOW,
    DENY
  }

  /** The words of a statement that met a request. */
  record Match(String action, String resource) {}

  public Statement {
    actions = List.copyOf(actions);
    resources = List.copyOf(resources);
    conditions = List.copyOf(conditions);
  }

  /** The first action and the first resource that meet a request, if its conditions hold. */
  Optional<Match> match(Request request) {
    return actions.stream()
        .filter(action -> Wildcard.matchesIgnoringCase(action, request.action()))
        .findFirst()
        .flatMap(
            action ->
                resources.stream()
                    .filter(resource -> Wildcard.matches(resource, request.resource()))
                    .findFirst()
                    .map(resource -> new Match(action, resource)))
        .filter(_ -> conditions.stream().allMatch(condition -> condition.holds(request)));
  }
}
