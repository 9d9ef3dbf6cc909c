package dev.offhook.local.iam;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A text in which {@code *} stands for any characters and {@code ?} for any one. */
final class Wildcard {
  private final Pattern pattern;

  private Wildcard(Pattern pattern) {
    this.pattern = pattern;
  }

  /** One that is compared to the letter. */
  static Wildcard of(String text) {
    return new Wildcard(compiled(text, 0));
  }

  /** One that takes upper and lower case for the same. */
  static Wildcard ignoringCase(String text) {
    return new Wildcard(compiled(text, Pattern.CASE_INSENSITIVE));
  }

  boolean matches(String text) {
    return pattern.matcher(text).matches();
  }

  private static Pattern compiled(String text, int flags) {
    return Pattern.compile(
        text.chars().mapToObj(Wildcard::regularExpression).collect(Collectors.joining()),
        flags | Pattern.DOTALL);
  }

  private static String regularExpression(int character) {
    return switch (character) {
      case '*' -> ".*";
      case '?' -> ".";
      default -> Pattern.quote(Character.toString(character));
    };
  }
}
