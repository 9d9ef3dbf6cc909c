package dev.offhook.signaling;

import dev.offhook.call.CallInput;
import dev.offhook.call.CallOutcome;
import dev.offhook.call.CallOutcome.Notice;
import dev.offhook.call.CallOutcome.NoticeKind;
import dev.offhook.call.CallRecord;
import dev.offhook.call.CallRole;
import dev.offhook.call.CallRules;
import dev.offhook.call.CallState;
import dev.offhook.protocol.EndReason;
import dev.offhook.signaling.Timers.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Ends calls that nobody answered, and has those watched that somebody did. */
final class RingTimers {

  /** Within this time after its timer a call is opened or never will be. */
  private static final Duration LATEST_OPENING = Duration.ofSeconds(15);

  private static final Notice TIMED_OUT = new Notice(NoticeKind.CALL_TIMEOUT, EndReason.TIMEOUT);

  private final Sessions sessions;
  private final Calls calls;
  private final Timers timers;
  private final CallNotices notices;
  private final Attempts attempts;
  private final Settings settings;
  private final InstantSource clock;

  RingTimers(
      Ports ports, CallNotices notices, Attempts attempts, Settings settings, InstantSource clock) {
    this.sessions = ports.sessions();
    this.calls = ports.calls();
    this.timers = ports.timers();
    this.notices = notices;
    this.attempts = attempts;
    this.settings = settings;
    this.clock = clock;
  }

  void ranOut(Timer.Ring timer, boolean again) {
    Optional<CallRecord> call = calls.find(timer.call());
    Instant end =
        call.map(record -> record.openedAt().plus(settings.limits().ring()))
            .orElse(timer.startedAt().plus(LATEST_OPENING));
    Duration left = Duration.between(clock.instant(), end);
    if (left.isPositive()) {
      timers.start(timer, left);
    } else if (call.isPresent()) {
      stop(call.get(), again);
    }
  }

  private void stop(CallRecord loaded, boolean again) {
    if (again && loaded.reason().equals(Optional.of(EndReason.TIMEOUT))) {
      tellBoth(loaded, TIMED_OUT);
      return;
    }
    attempts.run(loaded, () -> calls.find(loaded.id()).orElse(loaded), this::attemptToStop);
  }

  private Optional<Boolean> attemptToStop(CallRecord call) {
    CallOutcome outcome =
        CallRules.decide(call.state(), CallRole.CALLER, new CallInput.RingTimer());
    if (!(outcome instanceof CallOutcome.End end)) {
      if (call.state() == CallState.ACTIVE) {
        timers.start(new Timer.Check(call.id()), settings.callCheck());
      }
      return Optional.of(false);
    }
    if (!calls.end(Calls.Ending.byService(call, end.notice(), clock.instant()))) {
      return Optional.empty();
    }
    tellBoth(call, end.notice());
    return Optional.of(true);
  }

  private void tellBoth(CallRecord call, Notice notice) {
    sessions
        .findAll(List.of(call.caller(), call.callee()))
        .forEach(side -> notices.over(side, call.id(), notice));
  }
}
