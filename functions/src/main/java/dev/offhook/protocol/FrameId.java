package dev.offhook.protocol;

/** The id that a client gives to a frame, repeated in the answer to it. */
public record FrameId(String value) {

  public FrameId {
    Token.check("frame id", value);
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
