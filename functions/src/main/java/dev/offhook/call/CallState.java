package dev.offhook.call;

/** Where a call stands. For a session without a call it is {@link #NONE}. */
public enum CallState {
  NONE("none"),
  /** The offer is out. */
  RINGING("ringing"),
  /** The offer is answered. */
  ACTIVE("active"),
  ENDED("ended");

  private final String wireName;

  CallState(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}
