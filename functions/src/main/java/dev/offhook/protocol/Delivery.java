package dev.offhook.protocol;

/** What became of a frame for the peer. */
public enum Delivery {
  /** The gateway took it for the peer's live connection. */
  DELIVERED("delivered"),
  /** The peer is away and may resume; it is sent after its next {@code session:hello}. */
  QUEUED("queued"),
  /** There was nothing to send, or nobody to send it to. */
  NONE("none");

  private final String wireName;

  Delivery(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}
