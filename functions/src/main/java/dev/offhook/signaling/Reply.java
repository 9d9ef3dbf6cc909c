package dev.offhook.signaling;

import dev.offhook.protocol.CallId;
import dev.offhook.protocol.ClientFrame;
import dev.offhook.protocol.Delivery;
import dev.offhook.protocol.ErrorCode;
import dev.offhook.protocol.Refusal;
import dev.offhook.protocol.ServerFrame;
import dev.offhook.session.Session;
import java.util.Optional;

/** How a frame is answered. */
sealed interface Reply {

  /** It is done: an {@code ack}, if the frame has an id. */
  record Done(Delivery delivery, Optional<CallId> callId) implements Reply {}

  /** It is answered by a frame of its own, with or without an id. */
  record Answer(ServerFrame frame) implements Reply {}

  /** It is not done, and nothing has changed. */
  record Refused(Refusal refusal) implements Reply {}

  /** It is not done: a newer connection of the session took over meanwhile. */
  record Superseded() implements Reply {}

  /** It is not answered at all. */
  record Silence() implements Reply {}

  static Reply done() {
    return new Done(Delivery.NONE, Optional.empty());
  }

  static Reply refused(ErrorCode code, String message) {
    return new Refused(Refusal.of(code, message));
  }

  /** The session was revoked or expired since the frame was let in. */
  static Reply over(Session self) {
    return self.revoked()
        ? refused(ErrorCode.UNAUTHORIZED, "the session was revoked")
        : refused(ErrorCode.SESSION_NOT_FOUND, "the session expired");
  }

  /** What goes back to the sender of that frame. */
  default Optional<ServerFrame> to(ClientFrame frame) {
    return switch (this) {
      case Done done ->
          frame.id().map(id -> new ServerFrame.Ack(id, done.delivery(), done.callId()));
      case Answer answer -> Optional.of(answer.frame());
      case Refused refused -> Optional.of(new ServerFrame.Failed(frame.id(), refused.refusal()));
      case Superseded _, Silence _ -> Optional.empty();
    };
  }
}
