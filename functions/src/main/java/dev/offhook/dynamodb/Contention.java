package dev.offhook.dynamodb;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/**
 * Patience with other requests for the same item: DynamoDB refuses what meets an ongoing
 * transaction, and such a transaction takes milliseconds.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling">Transaction
 *     conflict handling</a>
 */
final class Contention {

  /** Waits. */
  @FunctionalInterface
  interface Pause {
    void last(Duration duration);
  }

  /** How often a request is made at most. */
  static final int MAX_ATTEMPTS = 8;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(160);

  private final Pause pause;
  private final DoubleSupplier random;

  /**
   * @param random from 0 to 1; which part of the longest pause is made
   */
  Contention(Pause pause, DoubleSupplier random) {
    this.pause = pause;
    this.random = random;
  }

  static Contention sleeping() {
    return new Contention(Contention::sleep, () -> ThreadLocalRandom.current().nextDouble());
  }

  /** Makes a request, again if it met a transaction; the last refusal is thrown. */
  <T> T outlasting(Supplier<T> request) {
    for (int attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
      try {
        return request.get();
      } catch (TransactionConflictException busy) {
        pauseAfter(attempt);
      }
    }
    return request.get();
  }

  /** Pauses for a random time that may be twice as long after each attempt, up to a bound. */
  void pauseAfter(int attempt) {
    long longest = Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << attempt);
    pause.last(Duration.ofNanos((long) (longest * random.getAsDouble())));
  }

  private static void sleep(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for DynamoDB", interrupted);
    }
  }
}
