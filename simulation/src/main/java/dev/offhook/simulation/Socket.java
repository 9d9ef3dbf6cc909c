package dev.offhook.simulation;

import dev.offhook.protocol.ConnectionId;
import dev.offhook.signaling.Speaker;

/** A WebSocket: its two ends may think differently of whether it is open. */
final class Socket {

  final Tab tab;
  final Speaker speaker;

  /** Whether the gateway takes frames for it. */
  boolean openAtGateway = true;

  /** Whether what arrives reaches the tab. */
  boolean openAtTab = true;

  /** When the last frame that is on its way to the tab arrives. */
  long lastArrival;

  Socket(Tab tab, Speaker speaker) {
    this.tab = tab;
    this.speaker = speaker;
  }

  ConnectionId id() {
    return speaker.connection();
  }

  @Override
  public String toString() {
    return id().value();
  }
}
