package dev.offhook.local.iam;

import java.util.List;
import java.util.Map;

/**
 * One thing that a call needs to be allowed. A call of several tables is several requests.
 *
 * @param action {@code dynamodb:PutItem}
 * @param resource its ARN; {@code *} of what knows none
 * @param context values by condition key; a key that a call doesn't have is not there
 */
public record Request(String action, String resource, Map<String, List<String>> context) {
  public Request {
    context = Map.copyOf(context);
  }

  /** A request without a context of its own. */
  public static Request of(String action, String resource) {
    return new Request(action, resource, Map.of());
  }
}
