package dev.offhook.session;

import dev.offhook.protocol.Limits;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The rate that something may come at: a token bucket kept in one number (the generic cell rate
 * algorithm, ITU-T I.371). The number is the time until which what was taken so far is paid for, in
 * microseconds since 1970; each taking moves it on by one interval.
 *
 * @param intervalMicros what one taking costs; rounded down, so that a steady rate of exactly what
 *     is allowed is never refused
 * @param toleranceMicros how far ahead of now the time may be when something comes
 */
public record Rate(long intervalMicros, long toleranceMicros) {

  /** The number where nothing was taken yet. */
  public static final long UNUSED = 0;

  private static final long MICROS_PER_SECOND = 1_000_000;

  /** What comes of it. */
  public sealed interface Decision {
    /** It is taken; the number from now on. */
    record Taken(long until) implements Decision {}

    /** It comes too early; whole milliseconds after which one is taken, if none comes meanwhile. */
    record Refused(Duration retryAfter) implements Decision {}
  }

  public Rate {
    if (intervalMicros < 1 || toleranceMicros < 0) {
      throw new IllegalArgumentException("a taking costs time, and the tolerance isn't negative");
    }
  }

  /**
   * The rate of those frames per second, lastingly, and that burst at once.
   *
   * @see Limits#framesPerSecond()
   * @see Limits#framesBurst()
   */
  public static Rate of(int framesPerSecond, int burst) {
    long interval = MICROS_PER_SECOND / framesPerSecond;
    return new Rate(interval, interval * (burst - 1));
  }

  /** As many per minute lastingly, and that many at once. */
  public static Rate perMinute(int number) {
    long interval = 60 * MICROS_PER_SECOND / number;
    return new Rate(interval, interval * (number - 1));
  }

  /** Decides on what comes now. */
  public Decision take(long until, Instant now) {
    long nowMicros = micros(now);
    if (isIdle(until, now)) {
      return new Decision.Taken(nowMicros + intervalMicros);
    }
    long early = until - (nowMicros + toleranceMicros);
    return early <= 0
        ? new Decision.Taken(until + intervalMicros)
        : new Decision.Refused(Duration.ofMillis(Math.ceilDiv(early, 1000L)));
  }

  /** Whether the bucket is full: all that was taken so far is paid for. */
  public static boolean isIdle(long until, Instant now) {
    return until <= micros(now);
  }

  /** The time in the unit of the number. */
  public static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
