package dev.offhook.protocol;

/** The name of a meeting place for sessions. */
public record RoomName(String value) {

  public RoomName {
    Token.check("room name", value);
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
