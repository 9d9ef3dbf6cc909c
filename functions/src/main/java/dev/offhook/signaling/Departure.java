package dev.offhook.signaling;

import dev.offhook.call.CallInput;
import dev.offhook.call.CallOutcome;
import dev.offhook.call.CallRules;
import dev.offhook.call.CurrentCall;
import dev.offhook.session.Session;
import java.time.InstantSource;
import java.util.Optional;

/** Takes a session that is gone out of its call and its room, and tells the others. */
final class Departure {

  private final Sessions sessions;
  private final Calls calls;
  private final Rooms rooms;
  private final CallNotices callNotices;
  private final RoomNotices roomNotices;
  private final Attempts attempts;
  private final InstantSource clock;

  Departure(
      Sessions sessions,
      Calls calls,
      Rooms rooms,
      CallNotices callNotices,
      RoomNotices roomNotices,
      Attempts attempts,
      InstantSource clock) {
    this.sessions = sessions;
    this.calls = calls;
    this.rooms = rooms;
    this.callNotices = callNotices;
    this.roomNotices = roomNotices;
    this.attempts = attempts;
    this.clock = clock;
  }

  /**
   * Ends the session's call as {@code peer-disconnected} and gives its place in the room up.
   *
   * @param reason what the room is told
   * @param unlessBack only while the session has no connection
   */
  void of(Session session, String reason, boolean unlessBack) {
    attempts.run(session, () -> reload(session), self -> endCall(self, unlessBack));
    attempts.run(session, () -> reload(session), self -> leaveRoom(self, reason, unlessBack));
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
    boolean ended =
        calls.end(
            new Calls.Ending(
                call.id(),
                self.id(),
                call.peer(),
                call.state(),
                end.notice().reason(),
                clock.instant(),
                unlessBack ? Optional.of(self.id()) : Optional.empty()));
    if (!ended) {
      return Optional.empty();
    }
    callNotices.gone(call, end.notice());
    return Optional.of(true);
  }

  private Optional<Boolean> leaveRoom(Session self, String reason, boolean unlessBack) {
    if (self.room().isEmpty() || isBack(self, unlessBack)) {
      return Optional.of(false);
    }
    if (!rooms.leave(self, unlessBack)) {
      return Optional.empty();
    }
    roomNotices.gone(self, self.room().get(), reason);
    return Optional.of(true);
  }

  private boolean isBack(Session self, boolean unlessBack) {
    return unlessBack && self.isConnected(clock.instant());
  }
}
