package dev.offhook.local.lambda;

/**
 * Who an event comes from: those of one sender wait in one line, and the lines are served in turns.
 *
 * @param id a connection for its frames, an address for what opens one and for HTTP requests
 */
public record Sender(String id) {
  /** AWS itself, for timers and rotations. */
  public static final Sender AWS = new Sender("aws");

  /** It can be posted to, or be a person's, so it never shows in a log. */
  @Override
  public String toString() {
    return "Sender";
  }
}
