package dev.offhook.protocol;

/** The id that API Gateway gives to one WebSocket; opaque. */
public record ConnectionId(String value) {

  public ConnectionId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("empty connection id");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
