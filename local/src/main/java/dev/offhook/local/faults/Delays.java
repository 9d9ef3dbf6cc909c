package dev.offhook.local.faults;

import java.time.Duration;

/** Waiting. */
final class Delays {
  private Delays() {}

  /** Waits, unless the thread is told to end. */
  static void pause(Duration time) {
    if (time.isZero()) {
      return;
    }
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
