package dev.offhook.call;

import dev.offhook.protocol.CallId;
import dev.offhook.protocol.CallType;
import dev.offhook.protocol.EndReason;
import dev.offhook.protocol.SessionId;
import java.time.Instant;
import java.util.Optional;

/** What remains of a call: who with whom, when, and why it ended. */
public record CallRecord(
    CallId id,
    SessionId caller,
    SessionId callee,
    CallType type,
    CallState state,
    Instant openedAt,
    Optional<Instant> answeredAt,
    Optional<Instant> endedAt,
    Optional<EndReason> reason) {

  /** One that was opened now. */
  public static CallRecord ringing(
      CallId id, SessionId caller, SessionId callee, CallType type, Instant openedAt) {
    return new CallRecord(
        id,
        caller,
        callee,
        type,
        CallState.RINGING,
        openedAt,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
