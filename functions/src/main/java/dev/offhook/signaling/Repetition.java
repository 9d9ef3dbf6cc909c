package dev.offhook.signaling;

import dev.offhook.protocol.FrameId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Knows a frame that came before by its id. */
final class Repetition {

  /** How long an equal id means the same frame. */
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private Repetition() {}

  /**
   * Whether a frame is the one that did something before.
   *
   * @param earlier the id of the frame that did it
   * @param at when it did
   */
  static boolean is(Optional<FrameId> frame, Optional<FrameId> earlier, Instant at, Instant now) {
    return frame.isPresent() && frame.equals(earlier) && at.plus(WINDOW).isAfter(now);
  }
}
