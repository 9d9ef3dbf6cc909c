package dev.offhook.signaling;

import dev.offhook.session.Session;
import dev.offhook.session.Session.Leaving;
import java.time.Duration;
import java.time.Instant;

/**
 * Tells again how a session ended a call, left a room and came into one, when nobody is there any
 * more to repeat the frame that did it: its handler may have died before it told anybody.
 */
final class Untold {

  /**
   * Shortly before: within this time a client would have repeated a frame that was not answered,
   * even if the handlers of some repetitions died.
   */
  static final Duration SHORTLY = Duration.ofSeconds(30);

  private final CallNotices callNotices;
  private final RoomNotices roomNotices;

  Untold(CallNotices callNotices, RoomNotices roomNotices) {
    this.callNotices = callNotices;
    this.roomNotices = roomNotices;
  }

  /** Tells of what happened shortly before that time, or since. */
  void tellAgain(Session session, Instant time) {
    Instant since = time.minus(SHORTLY);
    session
        .ending()
        .filter(ending -> ending.at().isAfter(since))
        .ifPresent(ending -> callNotices.over(session, ending));
    session
        .leaving()
        .filter(leaving -> leaving.at().isAfter(since) && !isBackIn(session, leaving))
        .ifPresent(leaving -> roomNotices.left(session, leaving));
  }

  /** Tells those in the room that the session came there, if they may not know yet. */
  void announce(Session session) {
    session
        .room()
        .filter(place -> place.unannounced().isPresent())
        .ifPresent(place -> roomNotices.came(session, place, true));
  }

  private static boolean isBackIn(Session session, Leaving leaving) {
    return session.room().filter(place -> place.room().equals(leaving.room())).isPresent();
  }
}
