package dev.offhook.signaling;

import dev.offhook.call.CallOutcome.Notice;
import dev.offhook.call.CallRecord;
import dev.offhook.call.CallState;
import dev.offhook.call.CurrentCall;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.ConnectionId;
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
   * Ends a call and frees both sessions, if and only if it is still in that state and the side that
   * ends it is as it was read. A session that is no more is passed over.
   */
  boolean end(Ending ending);

  /** The record of a call. */
  Optional<CallRecord> find(CallId id);

  /**
   * The end of a call.
   *
   * @param from the state it must be in
   * @param notice how those are told who didn't end it
   * @param by the side that ended it; none if the service did
   */
  record Ending(
      CallId id,
      SessionId oneSide,
      SessionId otherSide,
      CallState from,
      Notice notice,
      Instant now,
      Optional<By> by) {

    /**
     * A side that ends its call, and remembers it ({@link Session.Ending}).
     *
     * @param side as it was read: if another connection is its own by then, or it reaches the other
     *     side elsewhere, the call doesn't end
     * @param frame the id of the frame that ended it
     * @param unlessBack ends it only while this side has no connection, or has expired
     */
    public record By(Session side, Optional<FrameId> frame, boolean unlessBack) {
      /** Where the other side is told. */
      public Optional<ConnectionId> reaches() {
        return side.call().flatMap(CurrentCall::peerConnection);
      }
    }

    /** The end by a frame of this session. */
    static Ending byFrame(
        Session self, CurrentCall call, Notice notice, Optional<FrameId> frame, Instant now) {
      return by(new By(self, frame, false), call, notice, now);
    }

    /** The end because this session is gone. */
    static Ending byGoing(
        Session self, CurrentCall call, Notice notice, boolean unlessBack, Instant now) {
      By by = new By(self, Optional.empty(), unlessBack);
      return by(by, call, notice, now);
    }

    private static Ending by(By by, CurrentCall call, Notice notice, Instant now) {
      return new Ending(
          call.id(), by.side().id(), call.peer(), call.state(), notice, now, Optional.of(by));
    }

    /** The end by the service. */
    static Ending byService(CallRecord call, Notice notice, Instant now) {
      return new Ending(
          call.id(), call.caller(), call.callee(), call.state(), notice, now, Optional.empty());
    }

    /** What the session that ended it remembers. */
    public Optional<Session.Ending> memory() {
      return by.map(
          ender -> {
            SessionId peer = ender.side().id().equals(oneSide) ? otherSide : oneSide;
            return new Session.Ending(ender.frame(), id, peer, notice, now);
          });
    }
  }
}
