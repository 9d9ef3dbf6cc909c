package dev.offhook.signaling;

import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.ServerFrame.PeerLeft;
import dev.offhook.protocol.ServerFrame.SessionEnded;
import dev.offhook.session.Session;
import dev.offhook.signaling.Timers.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Handles the timers of sessions: that one is gone, has mail, or expires. */
final class SessionTimers {

  private final Sessions sessions;
  private final Connections connections;
  private final Timers timers;
  private final Presence presence;
  private final Departure departure;
  private final Untold untold;
  private final Reachability reachability;
  private final Settings settings;
  private final InstantSource clock;

  SessionTimers(
      Ports ports,
      Presence presence,
      Departure departure,
      Untold untold,
      Reachability reachability,
      Settings settings,
      InstantSource clock) {
    this.sessions = ports.sessions();
    this.connections = ports.connections();
    this.timers = ports.timers();
    this.presence = presence;
    this.departure = departure;
    this.untold = untold;
    this.reachability = reachability;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * The session departs, if it didn't come back.
   *
   * @param again whether whoever had the timer before may have died half-way
   */
  void ranOut(Timer.Gone timer, boolean again) {
    Optional<Session> found = sessions.find(timer.session());
    if (found.isEmpty()) {
      return;
    }
    Session session = found.get();
    if (session.revoked()) {
      connections.post(timer.connection(), new SessionEnded(SessionEnded.REVOKED));
      connections.close(timer.connection());
    }
    if (session.isConnected(clock.instant())) {
      isBack(session, timer, again);
    } else if (session.lostAt().isPresent() || !session.isAlive(clock.instant())) {
      isAway(session, timer);
    }
    // Else it has departed before, and all were told.
  }

  private void isBack(Session session, Timer.Gone timer, boolean again) {
    if (again) {
      untold.tellAgain(session, session.lostAt().orElse(clock.instant()));
    }
    // Who started the timer knew that connection to be gone, and died before it could note that.
    session
        .connection()
        .filter(timer.connection()::equals)
        .ifPresent(gone -> presence.lost(session.id(), gone));
  }

  private void isAway(Session session, Timer.Gone timer) {
    Optional<Instant> windowEnd = session.lostAt().map(lost -> lost.plus(settings.resumeWindow()));
    if (session.isAlive(clock.instant()) && isBefore(windowEnd, timer)) {
      return;
    }
    departure.of(session, PeerLeft.DISCONNECTED, true);
  }

  private boolean isBefore(Optional<Instant> end, Timer timer) {
    Optional<Duration> left =
        end.map(time -> Duration.between(clock.instant(), time)).filter(Duration::isPositive);
    left.ifPresent(duration -> timers.start(timer, duration));
    return left.isPresent();
  }

  /** What waits is delivered, if the session is connected. */
  void ranOut(Timer.Mail timer) {
    sessions
        .find(timer.session())
        .filter(session -> session.mail().isOpen() && session.isConnected(clock.instant()))
        .ifPresent(session -> reachability.reach(session, session.connection().orElseThrow()));
  }

  /** The session is told that it is over, and departs. */
  void ranOut(Timer.Expiry timer) {
    Optional<Session> session = sessions.find(timer.session()).filter(found -> !found.revoked());
    if (session.isEmpty() || isBefore(Optional.of(session.get().expiresAt()), timer)) {
      return;
    }
    Optional<ConnectionId> connection = session.get().connection();
    connection.ifPresent(open -> connections.post(open, new SessionEnded(SessionEnded.EXPIRED)));
    departure.of(session.get(), PeerLeft.DISCONNECTED, false);
    connection.ifPresent(connections::close);
  }
}
