package dev.offhook.protocol;

import java.util.regex.Pattern;

/** The form that all identifiers on the wire share: 1 to 64 of {@code A-Z a-z 0-9 _ -}. */
final class Token {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private Token() {}

  static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  static void check(String what, String text) {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not a " + what);
    }
  }
}
