package dev.offhook.signaling;

import dev.offhook.call.CallOutcome.Notice;
import dev.offhook.call.CurrentCall;
import dev.offhook.json.Json;
import dev.offhook.protocol.Action;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.ClientFrame.Answer;
import dev.offhook.protocol.ClientFrame.Description;
import dev.offhook.protocol.ClientFrame.IceCandidate;
import dev.offhook.protocol.ClientFrame.Offer;
import dev.offhook.protocol.Delivery;
import dev.offhook.protocol.EndReason;
import dev.offhook.protocol.Sender;
import dev.offhook.protocol.ServerFrame;
import dev.offhook.protocol.ServerFrame.Relayed;
import dev.offhook.session.Session;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the other side of a call gets to see. */
final class CallNotices {

  private final PeerPost post;

  CallNotices(PeerPost post) {
    this.post = post;
  }

  /**
   * Passes a frame on to the other side.
   *
   * @param polite whether it is the offer that opens the call
   */
  Delivery relay(Session self, CurrentCall call, Description frame, boolean polite) {
    Relayed relayed =
        new Relayed(
            action(frame),
            sender(self),
            Optional.of(call.id()),
            frame.seq(),
            polite,
            payload(frame));
    return post.send(call.peer(), call.peerConnection(), relayed);
  }

  /** Tells the other side that this one ended the call. */
  Delivery over(Session self, CurrentCall call, Notice notice) {
    ServerFrame frame = frame(call.id(), notice, Optional.of(sender(self)));
    return post.send(call.peer(), call.peerConnection(), frame);
  }

  /** Tells the other side again how this one ended a call. */
  Delivery over(Session self, Session.Ending ending) {
    boolean byService = ending.notice().reason() == EndReason.PEER_DISCONNECTED;
    Optional<Sender> from = byService ? Optional.empty() : Optional.of(sender(self));
    return post.send(ending.peer(), Optional.empty(), frame(ending.call(), ending.notice(), from));
  }

  /** Tells a side that the server ended its call. */
  Delivery over(Session side, CallId call, Notice notice) {
    return post.send(side.id(), side.directConnection(), frame(call, notice, Optional.empty()));
  }

  /** Tells the other side that the server ended the call, because this one is gone. */
  Delivery gone(CurrentCall call, Notice notice) {
    return post.send(
        call.peer(), call.peerConnection(), frame(call.id(), notice, Optional.empty()));
  }

  private static ServerFrame frame(CallId call, Notice notice, Optional<Sender> from) {
    return switch (notice.kind()) {
      case CALL_END -> new ServerFrame.CallEnded(call, notice.reason(), from);
      case CALL_REJECT -> new ServerFrame.CallRejected(call, notice.reason(), from);
      case CALL_TIMEOUT -> new ServerFrame.CallTimedOut(call, from);
    };
  }

  static Sender sender(Session self) {
    return new Sender(self.id(), self.displayName());
  }

  private static String action(Description frame) {
    return switch (frame) {
      case Offer offer -> Action.OFFER;
      case Answer answer -> Action.ANSWER;
      case IceCandidate candidate -> Action.ICE_CANDIDATE;
    };
  }

  private static Map<String, Json> payload(Description frame) {
    return switch (frame) {
      case Offer offer -> {
        Map<String, Json> payload = new LinkedHashMap<>();
        payload.put("offer", offer.offer());
        payload.put("type", Json.of(offer.type().wireName()));
        yield payload;
      }
      case Answer answer -> Map.of("answer", answer.answer());
      case IceCandidate candidate -> candidate.payload();
    };
  }
}
