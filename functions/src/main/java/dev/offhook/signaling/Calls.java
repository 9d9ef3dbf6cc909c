package dev.offhook.signaling;

import dev.offhook.call.CallRecord;
import dev.offhook.call.CallState;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.EndReason;
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
   * still reached where the snapshots say.
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
   * @param unlessBack ends it only while this session has no connection, or has expired
   */
  record Ending(
      CallId id,
      SessionId oneSide,
      SessionId otherSide,
      CallState from,
      EndReason reason,
      Instant now,
      Optional<SessionId> unlessBack) {}
}
