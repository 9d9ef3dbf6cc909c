package dev.offhook.signaling;

import dev.offhook.call.CallInput;
import dev.offhook.call.CallOutcome;
import dev.offhook.call.CallRules;
import dev.offhook.call.CurrentCall;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Leaving;
import java.time.InstantSource;
import java.util.Optional;

/** Takes a session that is gone out of its call and its room, and tells the others. */
final class Departure {

  private final Sessions sessions;
  private final Calls calls;
  private final Rooms rooms;
  private final Mailbox mailbox;
  private final CallNotices callNotices;
  private final RoomNotices roomNotices;
  private final Untold untold;
  private final Attempts attempts;
  private final InstantSource clock;

  Departure(
      Ports ports,
      CallNotices callNotices,
      RoomNotices roomNotices,
      Untold untold,
      Attempts attempts,
      InstantSource clock) {
    this.sessions = ports.sessions();
    this.calls = ports.calls();
    this.rooms = ports.rooms();
    this.mailbox = ports.mailbox();
    this.callNotices = callNotices;
    this.roomNotices = roomNotices;
    this.untold = untold;
    this.attempts = attempts;
    this.clock = clock;
  }

  /**
   * Ends the session's call as {@code peer-disconnected}, gives its place in the room up, and drops
   * what waited to be sent to it. What it ended and left itself shortly before is told once more.
   *
   * @param reason what the room is told
   * @param unlessBack only while the session has no connection
   */
  void of(Session session, String reason, boolean unlessBack) {
    untold.tellAgain(session, session.lostAt().orElse(clock.instant()));
    attempts.run(session, () -> reload(session), self -> endCall(self, unlessBack));
    attempts.run(session, () -> reload(session), self -> leaveRoom(self, reason, unlessBack));
    attempts.run(session, () -> reload(session), self -> discardMail(self, unlessBack));
  }

  private Session reload(Session session) {
    return sessions.find(session.id()).orElse(session);
  }

  private Optional<Boolean> endCall(Session self, boolean unlessBack) {
    if (self.call().isEmpty() || isBack(self, unlessBack)) {
      return Optional.of(false);
    }
    CurrentCall call = self.call().get();
    CallOutcome outcome = CallRules.decide(call.state(), call.role(), new CallInput.Gone());
    if (!(outcome instanceof CallOutcome.End end)) {
      return Optional.of(false);
    }
    Calls.Ending ending =
        Calls.Ending.byGoing(self, call, end.notice(), unlessBack, clock.instant());
    if (!calls.end(ending)) {
      return Optional.empty();
    }
    callNotices.gone(call, end.notice());
    if (unlessBack) {
      // It may come back at this very moment, to mail that was queued while there was the call.
      callNotices.over(self, call.id(), end.notice());
    }
    return Optional.of(true);
  }

  private Optional<Boolean> leaveRoom(Session self, String reason, boolean unlessBack) {
    if (self.room().isEmpty() || isBack(self, unlessBack)) {
      return Optional.of(false);
    }
    Leaving leaving = Leaving.of(self.room().get(), Optional.empty(), reason, clock.instant());
    if (!rooms.leave(self, leaving, unlessBack)) {
      return Optional.empty();
    }
    roomNotices.gone(self, self.room().get(), reason);
    return Optional.of(true);
  }

  private Optional<Boolean> discardMail(Session self, boolean unlessBack) {
    boolean departed = !self.mail().isOpen() && self.lostAt().isEmpty();
    if (departed || isBack(self, unlessBack)) {
      return Optional.of(false);
    }
    if (!sessions.discardMail(self.id(), self.mail(), clock.instant())) {
      return Optional.empty();
    }
    mailbox.delete(self.id(), self.mail());
    return Optional.of(true);
  }

  private boolean isBack(Session self, boolean unlessBack) {
    return unlessBack && self.isConnected(clock.instant());
  }
}
