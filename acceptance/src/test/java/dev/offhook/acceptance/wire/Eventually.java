package dev.offhook.acceptance.wire;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what comes about by itself. */
public final class Eventually {

  private static final long BETWEEN_LOOKS_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private Eventually() {}

  /** Looks again and again until it is so. */
  public static void until(String what, BooleanSupplier soIs) {
    long deadline = System.nanoTime() + SignalingSocket.PATIENCE.toNanos();
    while (!soIs.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("never came about: " + what);
      }
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
  }
}
