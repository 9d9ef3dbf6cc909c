package dev.offhook.signaling;

import dev.offhook.call.CurrentCall;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.ClientFrame.Chat;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.Delivery;
import dev.offhook.protocol.ErrorCode;
import dev.offhook.protocol.ServerFrame.Relayed;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.RoomPlace;
import dev.offhook.session.Session;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Chat: to the peer of the call, or without a call to those in the room. */
final class ChatSignaling {

  private final PeerPost post;

  ChatSignaling(PeerPost post) {
    this.post = post;
  }

  Reply handle(Session self, Chat frame) {
    Map<SessionId, Optional<ConnectionId>> peers = peers(self);
    if (peers.isEmpty()) {
      return Reply.refused(ErrorCode.NO_PEER, "there is nobody in the call or in the room");
    }
    Optional<CallId> call = self.call().map(CurrentCall::id);
    Relayed relayed =
        new Relayed(
            frame.action(),
            CallNotices.sender(self),
            call,
            Optional.empty(),
            false,
            frame.payload());
    EnumSet<Delivery> deliveries = EnumSet.noneOf(Delivery.class);
    peers.forEach((peer, known) -> deliveries.add(post.send(peer, known, relayed)));
    return Stream.of(Delivery.DELIVERED, Delivery.QUEUED)
        .filter(deliveries::contains)
        .findFirst()
        .<Reply>map(best -> new Reply.Done(best, call))
        .orElseGet(() -> Reply.refused(ErrorCode.PEER_UNAVAILABLE, "the peer is not connected"));
  }

  private static Map<SessionId, Optional<ConnectionId>> peers(Session self) {
    return self.call()
        .map(call -> Map.of(call.peer(), call.peerConnection()))
        .or(() -> self.room().map(RoomPlace::peers))
        .orElse(Map.of());
  }
}
