package dev.offhook.protocol;

/** A call's identity, given by the server. */
public record CallId(String value) {

  public CallId {
    Token.check("call id", value);
  }

  /** Whether a text has the form of one: 1 to 64 of {@code A-Z a-z 0-9 _ -}. */
  public static boolean isValid(String text) {
    return Token.isValid(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
