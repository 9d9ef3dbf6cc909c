package dev.offhook.local.faults;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The one source of chance.
 *
 * <p>Each kind of fault has a sequence of its own, so the n-th that could meet it does or does not
 * by the seed alone, whatever the other kinds do. Which one is the n-th is up to the threads.
 */
final class Dice {
  private final Map<Fault, SplittableRandom> sequences = new EnumMap<>(Fault.class);
  private final SplittableRandom delays;

  Dice(long seed) {
    SplittableRandom seeds = new SplittableRandom(seed);
    this.delays = seeds.split();
    for (Fault fault : Fault.values()) {
      sequences.put(fault, seeds.split());
    }
  }

  synchronized boolean happens(Fault fault, double rate) {
    return rate > 0 && sequence(fault).nextDouble() < rate;
  }

  /** One of a kind's variants, all as likely. */
  <T> T oneOf(Fault fault, T[] variants) {
    return variants[below(fault, variants.length)];
  }

  synchronized int below(Fault fault, int bound) {
    return sequence(fault).nextInt(bound);
  }

  /** Any time up to a maximum. */
  synchronized Duration upTo(Duration maximum) {
    return maximum.isZero()
        ? Duration.ZERO
        : Duration.ofNanos(delays.nextLong(maximum.toNanos() + 1));
  }

  private SplittableRandom sequence(Fault fault) {
    return sequences.getOrDefault(fault, delays);
  }
}
