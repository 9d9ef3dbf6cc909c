package dev.offhook.signaling;

import dev.offhook.protocol.CallId;
import dev.offhook.protocol.SessionId;
import java.time.Duration;

/**
 * Timers that outlive a function. They run out once or more often, late or a little early, in any
 * order: whoever handles them decides by the state that is then.
 */
public interface Timers {

  /** What is waited for. */
  sealed interface Timer {
    /** A call has rung for as long as it may. */
    record Ring(CallId call) implements Timer {}

    /** A session has been without its connection for the resume window. */
    record Gone(SessionId session) implements Timer {}
  }

  /** Starts a timer; at most 15 minutes. */
  void start(Timer timer, Duration delay);
}
