package dev.offhook.local.template;

import dev.offhook.local.template.Node.Entry;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One parameter as the template declares it: its type, default and constraints.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html">Parameters
 *     in CloudFormation</a>
 */
final class ParameterDeclaration {
  /** The types that need no AWS account to be looked up in. */
  enum Type {
    STRING("String"),
    NUMBER("Number"),
    LIST("CommaDelimitedList"),
    NUMBERS("List<Number>");

    private final String declared;

    Type(String declared) {
      this.declared = declared;
    }
  }

  private final String name;
  private final int line;
  private final Type type;
  private final Optional<String> defaultValue;
  private final List<String> allowedValues;
  private final Optional<Pattern> allowedPattern;
  private final Optional<BigDecimal> minValue;
  private final Optional<BigDecimal> maxValue;
  private final Optional<BigDecimal> minLength;
  private final Optional<BigDecimal> maxLength;
  private final Optional<String> constraintDescription;
  private final boolean secret;

  ParameterDeclaration(Entry entry) {
    name = entry.key();
    line = entry.line();
    Properties properties =
        new Properties("parameter " + name, entry.value().asMapping("parameter " + name));
    type = type(properties);
    defaultValue = properties.optionalText("Default");
    allowedValues =
        properties.items("AllowedValues").stream()
            .map(item -> item.asText("an allowed value of parameter " + name))
            .toList();
    allowedPattern = properties.optionalText("AllowedPattern").map(this::pattern);
    minValue = bound(properties, "MinValue");
    maxValue = bound(properties, "MaxValue");
    minLength = bound(properties, "MinLength");
    maxLength = bound(properties, "MaxLength");
    constraintDescription = properties.optionalText("ConstraintDescription");
    secret = properties.bool("NoEcho", false);
    properties.ignore("Description");
    properties.finish();
  }

  String name() {
    return name;
  }

  int line() {
    return line;
  }

  Type type() {
    return type;
  }

  Optional<String> defaultValue() {
    return defaultValue;
  }

  /** Throws if a value breaks a constraint of this parameter. */
  void check(String value) {
    if (type == Type.NUMBER || type == Type.NUMBERS) {
      BigDecimal number = number(value);
      require(minValue, least -> number.compareTo(least) >= 0, "be at least ", value);
      require(maxValue, most -> number.compareTo(most) <= 0, "be at most ", value);
    }
    BigDecimal length = BigDecimal.valueOf(value.codePointCount(0, value.length()));
    require(minLength, least -> length.compareTo(least) >= 0, "have a length of at least ", value);
    require(maxLength, most -> length.compareTo(most) <= 0, "have a length of at most ", value);
    require(allowedPattern, pattern -> pattern.matcher(value).matches(), "match ", value);
    if (!allowedValues.isEmpty() && !allowedValues.contains(value)) {
      throw refused("be one of " + String.join(", ", allowedValues), value);
    }
  }

  private <T> void require(
      Optional<T> limit, Predicate<T> holds, String requirement, String value) {
    if (limit.isPresent() && !holds.test(limit.get())) {
      throw refused(requirement + limit.get(), value);
    }
  }

  private TemplateException refused(String requirement, String value) {
    String must = constraintDescription.orElse("must " + requirement);
    String shown = secret ? "" : ", not \"" + shortened(value) + "\"";
    return new TemplateException(line, "parameter " + name + " " + must + shown);
  }

  private static String shortened(String value) {
    return value.length() <= 60 ? value : value.substring(0, 60) + "...";
  }

  private Type type(Properties properties) {
    String declared = properties.text("Type");
    return Arrays.stream(Type.values())
        .filter(candidate -> candidate.declared.equals(declared))
        .findAny()
        .orElseThrow(
            () ->
                new TemplateException(
                    line, "parameter type " + declared + " is not supported by the local stack"));
  }

  private Pattern pattern(String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new TemplateException(
          line, "AllowedPattern of parameter " + name + " is not a regular expression");
    }
  }

  private static Optional<BigDecimal> bound(Properties properties, String constraint) {
    return properties
        .optionalText(constraint)
        .map(
            text ->
                decimal(text)
                    .orElseThrow(() -> properties.failure(constraint, "must be a number")));
  }

  private BigDecimal number(String text) {
    return decimal(text).orElseThrow(() -> refused("be a number", text));
  }

  /** A number of at most 40 characters: an exponent could ask for more digits than there are. */
  private static Optional<BigDecimal> decimal(String text) {
    return text.matches("[+-]?[0-9]{1,18}(\\.[0-9]{1,18})?")
        ? Optional.of(new BigDecimal(text))
        : Optional.empty();
  }
}
