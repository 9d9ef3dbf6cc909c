package dev.offhook.local.iam;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts in which {@code *} stands for any characters and {@code ?} for any one. */
final class Wildcard {
  /**
   * As many as policies have patterns: each call of a function is compared with all of its role.
   */
  private static final Map<String, Pattern> COMPILED = new ConcurrentHashMap<>();

  private Wildcard() {}

  /** Whether a text has wildcards, or else stands for itself. */
  static boolean isIn(String pattern) {
    return pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
  }

  /** Compares to the letter. */
  static boolean matches(String pattern, String text) {
    return isIn(pattern)
        ? COMPILED.computeIfAbsent(pattern, Wildcard::compile).matcher(text).matches()
        : pattern.equals(text);
  }

  /** Takes upper and lower case for the same. */
  static boolean matchesIgnoringCase(String pattern, String text) {
    return matches(pattern.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
  }

  private static Pattern compile(String pattern) {
    String expression =
        pattern
            .codePoints()
            .mapToObj(
                character ->
                    switch (character) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(Character.toString(character));
                    })
            .collect(Collectors.joining());
    return Pattern.compile(expression, Pattern.DOTALL);
  }
}
