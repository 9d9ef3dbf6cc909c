package dev.offhook.local.iam;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts in which {@code *} stands for any characters and {@code ?} for any one. */
final class Wildcard {
  private Wildcard() {}

  /** Whether a text has wildcards, or else stands for itself. */
  static boolean isIn(String pattern) {
    return pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
  }

  /** Compares to the letter. Each call of a function is compared with each right of its role. */
  static boolean matches(String pattern, String text) {
    return isIn(pattern)
        ? Pattern.compile(regularExpression(pattern), Pattern.DOTALL).matcher(text).matches()
        : pattern.equals(text);
  }

  /** Takes upper and lower case for the same. */
  static boolean matchesIgnoringCase(String pattern, String text) {
    return matches(pattern.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
  }

  private static String regularExpression(String pattern) {
    return pattern
        .codePoints()
        .mapToObj(
            character ->
                switch (character) {
                  case '*' -> ".*";
                  case '?' -> ".";
                  default -> Pattern.quote(Character.toString(character));
                })
        .collect(Collectors.joining());
  }
}
