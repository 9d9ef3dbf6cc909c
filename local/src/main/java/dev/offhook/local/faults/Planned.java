package dev.offhook.local.faults;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A fault that a test asked for, which happens once. */
public final class Planned {
  private final CountDownLatch happened = new CountDownLatch(1);

  Planned() {}

  /** Whether what it was meant for has come. */
  public boolean hasHappened() {
    return happened.getCount() == 0;
  }

  /**
   * Waits until what it is meant for has come.
   *
   * @return false if it did not in time
   */
  public boolean await(Duration timeout) throws InterruptedException {
    return happened.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  void happens() {
    happened.countDown();
  }
}
