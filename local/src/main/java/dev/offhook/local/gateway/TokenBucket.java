package dev.offhook.local.gateway;

import java.util.function.LongSupplier;

/** Counts what a {@link Throttle} lets pass. Starts full. */
final class TokenBucket {
  private final Throttle throttle;
  private final LongSupplier nanoTime;
  private double tokens;
  private long filledAt;

  TokenBucket(Throttle throttle) {
    this(throttle, System::nanoTime);
  }

  TokenBucket(Throttle throttle, LongSupplier nanoTime) {
    this.throttle = throttle;
    this.nanoTime = nanoTime;
    this.tokens = throttle.burst();
    this.filledAt = nanoTime.getAsLong();
  }

  /** Takes a token if there is one. */
  synchronized boolean tryTake() {
    long now = nanoTime.getAsLong();
    double flowedIn = (now - filledAt) / 1e9 * throttle.ratePerSecond();
    filledAt = now;
    if (flowedIn > 0) {
      tokens = Math.min(throttle.burst(), tokens + flowedIn);
    }
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
