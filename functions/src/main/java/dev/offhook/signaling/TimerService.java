package dev.offhook.signaling;

import dev.offhook.signaling.Timers.Timer;

/** Handles timers that ran out, by the state that is then. */
public final class TimerService {

  private final RingTimers rings;
  private final SessionTimers sessions;
  private final CallChecks checks;

  TimerService(RingTimers rings, SessionTimers sessions, CallChecks checks) {
    this.rings = rings;
    this.sessions = sessions;
    this.checks = checks;
  }

  /**
   * Handles a timer; one that comes early is started again for the rest of its time.
   *
   * @param again whether it was handed out before: whoever had it then may have died half-way
   */
  public void ranOut(Timer timer, boolean again) {
    switch (timer) {
      case Timer.Ring ring -> rings.ranOut(ring, again);
      case Timer.Check check -> checks.ranOut(check);
      case Timer.Gone gone -> sessions.ranOut(gone, again);
      case Timer.Mail mail -> sessions.ranOut(mail);
      case Timer.Expiry expiry -> sessions.ranOut(expiry);
    }
  }
}
