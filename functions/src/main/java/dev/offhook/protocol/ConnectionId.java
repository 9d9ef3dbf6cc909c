package dev.offhook.protocol;

/** The id that API Gateway gives to one WebSocket; opaque. */
public record ConnectionId(String value) {

  public ConnectionId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("empty connection id");
    }
  }

  /** Whether a text may be one: it is not empty. */
  public static boolean isValid(String text) {
    return !text.isEmpty();
  }

  @Override
  public String toString() {
    return value;
  }
}
