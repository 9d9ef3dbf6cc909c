package dev.offhook.protocol;

import java.util.Optional;

/** What a call was opened for. */
public enum CallType {
  AUDIO("audio"),
  VIDEO("video");

  private final String wireName;

  CallType(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /** The type of that name, if there is one. */
  public static Optional<CallType> of(String wireName) {
    return switch (wireName) {
      case "audio" -> Optional.of(AUDIO);
      case "video" -> Optional.of(VIDEO);
      case String other -> Optional.empty();
    };
  }
}
