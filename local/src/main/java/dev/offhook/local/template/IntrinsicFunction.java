package dev.offhook.local.template;

import java.util.Arrays;
import java.util.Optional;

/**
 * The intrinsic functions that the local stack evaluates.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">The
 *     functions of CloudFormation</a>
 */
enum IntrinsicFunction {
  REF("Ref", "Ref"),
  CONDITION("Condition", "Condition"),
  GET_ATT("GetAtt", "Fn::GetAtt"),
  SUB("Sub", "Fn::Sub"),
  JOIN("Join", "Fn::Join"),
  SELECT("Select", "Fn::Select"),
  SPLIT("Split", "Fn::Split"),
  FIND_IN_MAP("FindInMap", "Fn::FindInMap"),
  BASE64("Base64", "Fn::Base64"),
  IF("If", "Fn::If"),
  EQUALS("Equals", "Fn::Equals"),
  NOT("Not", "Fn::Not"),
  AND("And", "Fn::And"),
  OR("Or", "Fn::Or");

  private final String shortName;
  private final String longName;

  IntrinsicFunction(String shortName, String longName) {
    this.shortName = shortName;
    this.longName = longName;
  }

  /** The function in its short form, such as {@code !GetAtt}. */
  String tag() {
    return "!" + shortName;
  }

  /** The function that a YAML tag such as {@code !GetAtt} names. */
  static Optional<IntrinsicFunction> ofTag(String tag) {
    return Arrays.stream(values()).filter(function -> function.tag().equals(tag)).findAny();
  }

  /**
   * The function that the only key of a mapping names, such as {@code Fn::GetAtt}. A lone {@code
   * Condition} is left out: it is a call inside the section Conditions only.
   */
  static Optional<IntrinsicFunction> ofKey(String key) {
    return Arrays.stream(values())
        .filter(function -> function != CONDITION && function.longName.equals(key))
        .findAny();
  }
}
