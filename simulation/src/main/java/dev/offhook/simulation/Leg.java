package dev.offhook.simulation;

import dev.offhook.json.Json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One side of a call, as its tab sees it. */
final class Leg {

  /** A frame that was sent in the call; its place in the list is its {@code seq}. */
  record Sent(String id, String text) {}

  final boolean caller;
  final String peer;
  final List<Sent> sent = new ArrayList<>();
  private final Map<Long, JsonObject> early = new HashMap<>();
  private Optional<String> callId = Optional.empty();
  private long identifiedAt;
  private long received;
  private boolean active;
  private boolean settled;
  private boolean over;

  Leg(boolean caller, String peer) {
    this.caller = caller;
    this.peer = peer;
  }

  Optional<String> callId() {
    return callId;
  }

  void identify(String id, long now) {
    callId = Optional.of(id);
    identifiedAt = now;
  }

  /** Whether it had its id before that time. */
  boolean isOlderThan(long time) {
    return callId.isPresent() && identifiedAt < time;
  }

  boolean isOf(Optional<String> id) {
    return callId.isPresent() && callId.equals(id);
  }

  /** Up to which {@code seq} everything of the peer has arrived. */
  long received() {
    return received;
  }

  /**
   * Takes a frame of the peer.
   *
   * @param next takes those whose turn it is now, in order
   */
  void take(JsonObject frame, Consumer<JsonObject> next) {
    long seq = Frames.number(frame, "seq");
    if (seq > received) {
      early.put(seq, frame);
    }
    for (JsonObject one = early.remove(received + 1);
        one != null;
        one = early.remove(received + 1)) {
      received++;
      next.accept(one);
    }
  }

  /** Whether something has arrived whose turn it is not yet. */
  boolean hasGap() {
    return !early.isEmpty();
  }

  /** Whether the answer was given, or has come. */
  boolean isActive() {
    return active;
  }

  void activate() {
    active = true;
  }

  /** Whether the service knows that it is active, too: either side may negotiate. */
  boolean isSettled() {
    return settled;
  }

  void settle() {
    settled = true;
  }

  boolean isOver() {
    return over;
  }

  void finish() {
    over = true;
  }
}
