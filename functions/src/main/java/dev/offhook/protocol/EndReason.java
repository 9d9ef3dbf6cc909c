package dev.offhook.protocol;

import java.util.Arrays;
import java.util.Optional;

/** Why a call ended, in the words of the wire. */
public enum EndReason {
  HANGUP("hangup"),
  CANCELLED("cancelled"),
  ICE_FAILED("ice-failed"),
  MEDIA_FAILED("media-failed"),
  PEER_DISCONNECTED("peer-disconnected"),
  REJECTED("rejected"),
  BUSY("busy"),
  TIMEOUT("timeout");

  private final String wireName;

  EndReason(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /** The reason of that name, if there is one. */
  public static Optional<EndReason> of(String wireName) {
    return Arrays.stream(values()).filter(reason -> reason.wireName.equals(wireName)).findFirst();
  }
}
