package dev.offhook.signaling;

import dev.offhook.protocol.CallId;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.SessionId;
import java.time.Duration;
import java.time.Instant;

/**
 * Timers that outlive a function. They run out once or more often, late, early, in any order:
 * whoever handles them decides by the state that is then. A timer is started before what it watches
 * is committed, so that a handler that dies in between leaves nothing unwatched.
 */
public interface Timers {

  /** What is waited for. */
  sealed interface Timer {
    /**
     * A call has rung for as long as it may.
     *
     * @param startedAt shortly before the call was opened
     */
    record Ring(CallId call, Instant startedAt) implements Timer {}

    /** It is time to see whether the sides of an active call are still there. */
    record Check(CallId call) implements Timer {}

    /** A session has been without this connection for the resume window. */
    record Gone(SessionId session, ConnectionId connection) implements Timer {}

    /** Frames may still wait for a session that is connected. */
    record Mail(SessionId session) implements Timer {}

    /** A session that is connected expires. */
    record Expiry(SessionId session) implements Timer {}
  }

  /**
   * Starts a timer; one that should have run out already runs out at once. It may run out earlier,
   * if the queue doesn't wait that long: who handles it starts it again for the rest.
   */
  void start(Timer timer, Duration delay);

  /**
   * Starts a timer while the caller does something else.
   *
   * @return waits until it is started; to be run in any case, and before what the timer watches is
   *     committed
   */
  default Runnable starting(Timer timer, Duration delay) {
    start(timer, delay);
    return () -> {};
  }
}
