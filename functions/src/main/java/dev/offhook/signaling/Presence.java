package dev.offhook.signaling;

import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.SessionId;
import java.time.Duration;
import java.time.InstantSource;

/** Knows what to do when a connection turns out to be gone, however that is found out. */
public final class Presence {

  private final Sessions sessions;
  private final Timers timers;
  private final Duration resumeWindow;
  private final InstantSource clock;

  public Presence(Sessions sessions, Timers timers, Duration resumeWindow, InstantSource clock) {
    this.sessions = sessions;
    this.timers = timers;
    this.resumeWindow = resumeWindow;
    this.clock = clock;
  }

  /**
   * Takes a lost connection off its session and starts the time within which the session may come
   * back. Does nothing to a session that has another connection by now.
   */
  public void lost(SessionId session, ConnectionId connection) {
    timers.start(new Timers.Timer.Gone(session, connection), resumeWindow);
    sessions.detach(session, connection, clock.instant());
  }
}
