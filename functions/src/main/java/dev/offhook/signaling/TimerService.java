package dev.offhook.signaling;

import dev.offhook.call.CallInput;
import dev.offhook.call.CallOutcome;
import dev.offhook.call.CallRecord;
import dev.offhook.call.CallRole;
import dev.offhook.call.CallRules;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.ServerFrame.PeerLeft;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Session;
import dev.offhook.signaling.Timers.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Handles timers that ran out, by the state that is then. */
public final class TimerService {

  private final Sessions sessions;
  private final Calls calls;
  private final Timers timers;
  private final CallNotices notices;
  private final Departure departure;
  private final Attempts attempts;
  private final Settings settings;
  private final InstantSource clock;

  TimerService(
      Sessions sessions,
      Calls calls,
      Timers timers,
      CallNotices notices,
      Departure departure,
      Attempts attempts,
      Settings settings,
      InstantSource clock) {
    this.sessions = sessions;
    this.calls = calls;
    this.timers = timers;
    this.notices = notices;
    this.departure = departure;
    this.attempts = attempts;
    this.settings = settings;
    this.clock = clock;
  }

  /** Handles a timer; one that comes early is started again for the rest of its time. */
  public void ranOut(Timer timer) {
    switch (timer) {
      case Timer.Ring ring -> ranOut(ring);
      case Timer.Gone gone -> ranOut(gone);
    }
  }

  private void ranOut(Timer.Ring timer) {
    Optional<CallRecord> loaded = calls.find(timer.call());
    if (loaded.isEmpty() || isEarly(timer, loaded.get().openedAt(), settings.limits().ring())) {
      return;
    }
    CallId id = timer.call();
    attempts.run(
        loaded,
        () -> calls.find(id),
        call -> call.map(this::stopRinging).orElse(Optional.of(false)));
  }

  private Optional<Boolean> stopRinging(CallRecord call) {
    CallOutcome outcome =
        CallRules.decide(call.state(), CallRole.CALLER, new CallInput.RingTimer());
    if (!(outcome instanceof CallOutcome.End end)) {
      return Optional.of(false);
    }
    boolean ended =
        calls.end(
            new Calls.Ending(
                call.id(),
                call.caller(),
                call.callee(),
                call.state(),
                end.notice().reason(),
                clock.instant(),
                Optional.empty()));
    if (!ended) {
      return Optional.empty();
    }
    List<SessionId> sides = List.of(call.caller(), call.callee());
    sessions.findAll(sides).forEach(side -> notices.over(side, call.id(), end.notice()));
    return Optional.of(true);
  }

  private void ranOut(Timer.Gone timer) {
    Optional<Session> session =
        sessions.find(timer.session()).filter(found -> !found.isConnected(clock.instant()));
    if (session.isEmpty()) {
      return;
    }
    Optional<Instant> lostAt = session.get().lostAt();
    if (lostAt.isPresent() && isEarly(timer, lostAt.get(), settings.resumeWindow())) {
      return;
    }
    departure.of(session.get(), PeerLeft.DISCONNECTED, true);
  }

  private boolean isEarly(Timer timer, Instant started, Duration time) {
    Duration left = Duration.between(clock.instant(), started.plus(time));
    if (left.isPositive()) {
      timers.start(timer, left);
    }
    return left.isPositive();
  }
}
