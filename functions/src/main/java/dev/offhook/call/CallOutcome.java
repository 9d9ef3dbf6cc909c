package dev.offhook.call;

import dev.offhook.protocol.EndReason;
import dev.offhook.protocol.ErrorCode;

/** What comes of an input. */
public sealed interface CallOutcome {

  /** A call may be opened, if the peer is free. */
  record Open() implements CallOutcome {}

  /** The frame goes to the other side; nothing changes. */
  record Relay() implements CallOutcome {}

  /** The call becomes active, and the frame goes to the other side. */
  record Accept() implements CallOutcome {}

  /** The call is over. */
  record End(Notice notice) implements CallOutcome {}

  /** It was over before: no error. */
  record AlreadyOver() implements CallOutcome {}

  /** Not allowed here; nothing changes. */
  record Refuse(ErrorCode code) implements CallOutcome {}

  /** As what a side is told of the end. */
  enum NoticeKind {
    CALL_END,
    CALL_REJECT,
    CALL_TIMEOUT
  }

  /** How the other side is told, and the reason that the record keeps. */
  record Notice(NoticeKind kind, EndReason reason) {}
}
