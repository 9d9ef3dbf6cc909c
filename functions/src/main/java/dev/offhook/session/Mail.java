package dev.offhook.session;

/**
 * What waits to be sent to a session, without the frames themselves. Each has a numbered place; the
 * numbers only grow, also from one mail to the next. While anything waits the mail is
 * <em>open</em>: then every frame for the session takes a place, so that none overtakes those that
 * wait.
 *
 * @param first the place of the oldest that waits; if none does, the next place
 * @param count how many places are taken; some may turn out to be empty
 * @param bytes the size of the frames in UTF-8
 */
public record Mail(long first, int count, int bytes) {

  /** How many frames may wait for a session. */
  public static final int MAX_FRAMES = 200;

  /** How many bytes the frames that wait for a session may have together. */
  public static final int MAX_BYTES = 256 * 1024;

  /** Nothing waits, and nothing ever did. */
  public static final Mail NONE = new Mail(0, 0, 0);

  public boolean isOpen() {
    return count > 0;
  }

  /** The place after the last one that is taken. */
  public long end() {
    return first + count;
  }

  /** Whether a frame of that size still fits in. */
  public boolean hasRoomFor(int frameBytes) {
    return count < MAX_FRAMES && bytes <= MAX_BYTES - frameBytes;
  }
}
