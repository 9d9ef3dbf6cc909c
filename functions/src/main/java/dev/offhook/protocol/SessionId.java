package dev.offhook.protocol;

/** A guest's identity on the server; unguessable (128 random bits, base64url). */
public record SessionId(String value) {

  public SessionId {
    Token.check("session id", value);
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
