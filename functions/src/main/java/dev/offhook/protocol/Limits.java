package dev.offhook.protocol;

import java.time.Duration;

/**
 * The bounds that clients are told in {@code connection:established}.
 *
 * @param framesPerSecond frames a session may send each second, lastingly
 * @param framesBurst frames a session may send at once
 * @param roomSize sessions that a room holds
 * @param ring how long an offer waits for its answer
 */
public record Limits(int framesPerSecond, int framesBurst, int roomSize, Duration ring) {

  /** The size of a frame or an HTTP body that is read, in bytes of UTF-8. */
  public static final int FRAME_BYTES = 32 * 1024;

  /** Candidates in one {@code webrtc:ice-candidate}. */
  public static final int CANDIDATES_PER_FRAME = 50;

  /** Code points in the text of a {@code chat:text}. */
  public static final int TEXT_CHARACTERS = 1000;

  public Limits {
    if (framesPerSecond < 1 || framesBurst < 1 || roomSize < 2 || ring.isNegative()) {
      throw new IllegalArgumentException("limits must be positive, and a room holds at least two");
    }
  }
}
