package dev.offhook.local.iam;

import java.util.Arrays;
import java.util.Optional;

/** How the value of a request is compared with a condition's. */
public enum ConditionOperator {
  STRING_EQUALS("StringEquals"),
  STRING_NOT_EQUALS("StringNotEquals"),
  STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase"),
  STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase"),
  STRING_LIKE("StringLike"),
  STRING_NOT_LIKE("StringNotLike"),
  BOOL("Bool"),
  NULL("Null");

  private final String policyName;

  ConditionOperator(String policyName) {
    this.policyName = policyName;
  }

  /** The operator of that name in policies, without quantifier and {@code IfExists}. */
  public static Optional<ConditionOperator> named(String name) {
    return Arrays.stream(values()).filter(operator -> operator.policyName.equals(name)).findAny();
  }

  boolean isNegated() {
    return switch (this) {
      case STRING_NOT_EQUALS, STRING_NOT_EQUALS_IGNORE_CASE, STRING_NOT_LIKE -> true;
      case STRING_EQUALS, STRING_EQUALS_IGNORE_CASE, STRING_LIKE, BOOL, NULL -> false;
    };
  }

  /** Whether they are the same for this operator, or for the one that it negates. */
  boolean isEqual(String wanted, String value) {
    return switch (this) {
      case STRING_EQUALS, STRING_NOT_EQUALS -> wanted.equals(value);
      case STRING_EQUALS_IGNORE_CASE, STRING_NOT_EQUALS_IGNORE_CASE, BOOL, NULL ->
          wanted.equalsIgnoreCase(value);
      case STRING_LIKE, STRING_NOT_LIKE -> Wildcard.matches(wanted, value);
    };
  }
}
