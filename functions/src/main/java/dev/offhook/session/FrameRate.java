package dev.offhook.session;

import dev.offhook.protocol.Limits;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The rate that a session may send frames at: a token bucket kept in one number (the generic cell
 * rate algorithm, ITU-T I.371). The number is the time until which the frames taken so far are paid
 * for, in microseconds since 1970; each frame moves it on by one interval.
 *
 * @param intervalMicros what one frame costs; rounded down, so that a steady rate of exactly what
 *     is allowed is never refused
 * @param toleranceMicros how far ahead of now the time may be when a frame comes
 */
public record FrameRate(long intervalMicros, long toleranceMicros) {

  /** The number of a session that has sent nothing yet. */
  public static final long UNUSED = 0;

  private static final long MICROS_PER_SECOND = 1_000_000;

  /** What comes of a frame. */
  public sealed interface Decision {
    /** It is taken; the number from now on. */
    record Taken(long until) implements Decision {}

    /** It comes too early; whole milliseconds after which one is taken, if none comes meanwhile. */
    record Refused(Duration retryAfter) implements Decision {}
  }

  public FrameRate {
    if (intervalMicros < 1 || toleranceMicros < 0) {
      throw new IllegalArgumentException("a frame costs time, and the tolerance isn't negative");
    }
  }

  /**
   * The rate of those frames per second, lastingly, and that burst at once.
   *
   * @see Limits#framesPerSecond()
   * @see Limits#framesBurst()
   */
  public static FrameRate of(int framesPerSecond, int burst) {
    long interval = MICROS_PER_SECOND / framesPerSecond;
    return new FrameRate(interval, interval * (burst - 1));
  }

  /** Decides on a frame that comes now. */
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

  /** Whether the bucket is full: all frames taken so far are paid for. */
  public static boolean isIdle(long until, Instant now) {
    return until <= micros(now);
  }

  /** The time in the unit of the number. */
  public static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
