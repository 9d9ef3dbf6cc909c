package dev.offhook.signaling;

import dev.offhook.call.CallOutcome.Notice;
import dev.offhook.call.CallRecord;
import dev.offhook.call.CallState;
import dev.offhook.call.CurrentCall;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.FrameId;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Session;
import java.time.Instant;
import java.util.Optional;

/**
 * The calls. A transition changes the record and both sessions in one transaction, or nothing; each
 * method is one request to the store. {@code false} says that what was decided on is no longer so:
 * load and decide again.
 */
public interface Calls {

  /**
   * Opens a ringing call, if and only if neither session is in a call, both are alive, and both are
   * still reached where the snapshots say, and the caller has opened no other call since: an offer
   * whose repetition was faster opens none, even if that call is over already.
   *
   * @param frame the id of the offer, by which a repetition of it is known
   */
  boolean open(CallRecord call, Optional<FrameId> frame, Session caller, Session callee);

  /**
   * Makes a ringing call active, if and only if it still rings. A session that is no more is passed
   * over.
   */
  boolean answer(CallId id, SessionId caller, SessionId callee, Instant now);

  /**
   * Ends a call and frees both sessions, if and only if it is still in that state. A session that
   * is no more is passed over.
   */
  boolean end(Ending ending);

  /** The record of a call. */
  Optional<CallRecord> find(CallId id);

  /**
   * The end of a call.
   *
   * @param from the state it must be in
   * @param notice how those are told who didn't end it
   * @param by which of the sides ended it, and remembers it ({@link Session.Ending}); none if the
   *     service did
   * @param frame the id of the frame that ended it
   * @param unlessBack ends it only while the side that it is ended by has no connection, or has
   *     expired
   */
  record Ending(
      CallId id,
      SessionId oneSide,
      SessionId otherSide,
      CallState from,
      Notice notice,
      Instant now,
      Optional<SessionId> by,
      Optional<FrameId> frame,
      boolean unlessBack) {

    /** The end by a frame of this session. */
    static Ending byFrame(
        Session self, CurrentCall call, Notice notice, Optional<FrameId> frame, Instant now) {
      return by(self, call, notice, frame, false, now);
    }

    /** The end because this session is gone. */
    static Ending byGoing(
        Session self, CurrentCall call, Notice notice, boolean unlessBack, Instant now) {
      return by(self, call, notice, Optional.empty(), unlessBack, now);
    }

    private static Ending by(
        Session self,
        CurrentCall call,
        Notice notice,
        Optional<FrameId> frame,
        boolean unlessBack,
        Instant now) {
      Optional<SessionId> by = Optional.of(self.id());
      return new Ending(
          call.id(), self.id(), call.peer(), call.state(), notice, now, by, frame, unlessBack);
    }

    /** The end by the service. */
    static Ending byService(CallRecord call, Notice notice, Instant now) {
      return new Ending(
          call.id(),
          call.caller(),
          call.callee(),
          call.state(),
          notice,
          now,
          Optional.empty(),
          Optional.empty(),
          false);
    }

    /** What the session that ended it remembers. */
    public Optional<Session.Ending> memory() {
      return by.map(
          side -> {
            SessionId peer = side.equals(oneSide) ? otherSide : oneSide;
            return new Session.Ending(frame, id, peer, notice, now);
          });
    }
  }
}
