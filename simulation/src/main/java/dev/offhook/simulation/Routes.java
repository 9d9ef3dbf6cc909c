package dev.offhook.simulation;

import dev.offhook.protocol.ServerFrame;
import dev.offhook.signaling.ConnectionAuthorizer.Verdict;
import dev.offhook.signaling.Speaker;
import dev.offhook.signaling.Timers.Timer;
import java.util.Optional;

/** What the gateway and the queue run. */
interface Routes {

  /** The authorizer, when a tab opens a socket. */
  Verdict authorize(Tab tab);

  /** A frame; the answer goes back to its sender. */
  Optional<ServerFrame> frame(Speaker speaker, String text);

  /** {@code $disconnect}. */
  void disconnected(Speaker speaker);

  /** A timer, which may have been handed out before. */
  void ranOut(Timer timer, boolean again);
}
