package dev.offhook.local.iam;

import java.util.Arrays;
import java.util.Optional;

/**
 * What conditions may ask about a request.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html">Using
 *     IAM policy conditions for fine-grained access control</a>
 */
public enum ConditionKey {
  /** The partition keys of the items. */
  LEADING_KEYS("dynamodb:LeadingKeys", true),
  /** The names of the attributes, those of the key too. */
  ATTRIBUTES("dynamodb:Attributes", true),
  ENCLOSING_OPERATION("dynamodb:EnclosingOperation", false),
  RETURN_CONSUMED_CAPACITY("dynamodb:ReturnConsumedCapacity", false),
  RETURN_VALUES("dynamodb:ReturnValues", false),
  SELECT("dynamodb:Select", false);

  private final String policyName;
  private final boolean hasManyValues;

  ConditionKey(String policyName, boolean hasManyValues) {
    this.policyName = policyName;
    this.hasManyValues = hasManyValues;
  }

  /** The key of that name in policies, which doesn't depend on case. */
  public static Optional<ConditionKey> named(String name) {
    return Arrays.stream(values()).filter(key -> key.policyName.equalsIgnoreCase(name)).findAny();
  }

  public String policyName() {
    return policyName;
  }

  /** Whether a request has any number of values, so that a condition must say how many match. */
  public boolean hasManyValues() {
    return hasManyValues;
  }
}
