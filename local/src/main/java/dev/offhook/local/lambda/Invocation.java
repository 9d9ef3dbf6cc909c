package dev.offhook.local.lambda;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * One event on its way through a function.
 *
 * @param event JSON in UTF-8
 * @param deadline when the function's time is over
 */
@SuppressWarnings("ArrayRecordComponent") // Compared nowhere, and never changed.
record Invocation(String requestId, byte[] event, Instant deadline) {
  static Invocation of(byte[] event, Duration timeout) {
    return new Invocation(UUID.randomUUID().toString(), event, Instant.now().plus(timeout));
  }

  /** The time that is left, never negative. */
  Duration remaining() {
    Duration left = Duration.between(Instant.now(), deadline);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
