package dev.offhook.signaling;

import dev.offhook.protocol.ConnectionId;
import dev.offhook.session.RecentlySeen;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The connections that go on sending though their frames are refused as too many. Each refusal
 * costs an invocation and a request, and takes from the throttles that all share, so such a
 * connection is closed in the end.
 *
 * <p>Counted in this execution environment alone, without a request. Bounded; who was not refused
 * for longest is forgotten.
 */
final class Floods {

  /**
   * Who waits as told is refused once or twice; who sends hundreds of frames at once is refused a
   * few hundred times, by several environments.
   */
  static final int REFUSALS = 100;

  /** So many within this time. */
  static final Duration WINDOW = Duration.ofSeconds(10);

  /** All frames that were sent at once are refused in less: who is refused after it goes on. */
  static final Duration AT_ONCE = Duration.ofSeconds(3);

  private record Count(Instant since, int refusals) {}

  private final Map<ConnectionId, Count> counts = new RecentlySeen<>();

  /**
   * Counts a frame that was refused now.
   *
   * @return whether that was one too many
   */
  synchronized boolean isFlood(ConnectionId connection, Instant now) {
    Count before = counts.get(connection);
    Count count =
        before == null || !before.since().plus(WINDOW).isAfter(now)
            ? new Count(now, 1)
            : new Count(before.since(), before.refusals() + 1);
    boolean isFlood = count.refusals() >= REFUSALS && !count.since().plus(AT_ONCE).isAfter(now);
    if (isFlood) {
      counts.remove(connection); // It is closed once, not for each frame that was under way.
    } else {
      counts.put(connection, count);
    }
    return isFlood;
  }
}
