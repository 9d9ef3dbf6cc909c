package dev.offhook.call;

/** A side of a call. The callee is the polite peer (W3C WebRTC, perfect negotiation). */
public enum CallRole {
  /** Sent the offer that opened the call. */
  CALLER("caller"),
  CALLEE("callee");

  private final String wireName;

  CallRole(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}
