package dev.offhook.protocol;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonArray;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.Json.ObjectBuilder;
import dev.offhook.json.JsonText;
import dev.offhook.protocol.ServerFrame.Ack;
import dev.offhook.protocol.ServerFrame.Busy;
import dev.offhook.protocol.ServerFrame.CallEnded;
import dev.offhook.protocol.ServerFrame.CallRejected;
import dev.offhook.protocol.ServerFrame.CallSummary;
import dev.offhook.protocol.ServerFrame.CallTimedOut;
import dev.offhook.protocol.ServerFrame.Established;
import dev.offhook.protocol.ServerFrame.Failed;
import dev.offhook.protocol.ServerFrame.PeerJoined;
import dev.offhook.protocol.ServerFrame.PeerLeft;
import dev.offhook.protocol.ServerFrame.PeerResumed;
import dev.offhook.protocol.ServerFrame.Pong;
import dev.offhook.protocol.ServerFrame.Relayed;
import dev.offhook.protocol.ServerFrame.Replaced;
import dev.offhook.protocol.ServerFrame.RoomJoined;
import dev.offhook.protocol.ServerFrame.SessionEnded;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Writes the service's frames as the contract has them. */
public final class ServerFrameWriter {

  private ServerFrameWriter() {}

  /** The frame as the text of one WebSocket message. */
  public static String write(ServerFrame frame) {
    return JsonText.write(object(frame));
  }

  private static JsonObject object(ServerFrame frame) {
    return switch (frame) {
      case Established f -> established(f);
      case Replaced f -> action(Action.CONNECTION_REPLACED).put("id", text(f.id())).build();
      case SessionEnded f -> action(Action.SESSION_ENDED).put("reason", f.reason()).build();
      case RoomJoined f ->
          action(Action.ROOM_JOINED)
              .put("id", text(f.id()))
              .put("room", f.room().value())
              .put("peers", array(f.peers(), ServerFrameWriter::peer))
              .put("youOffer", f.youOffer())
              .build();
      case PeerJoined f ->
          action(Action.ROOM_PEER_JOINED)
              .put("room", f.room().value())
              .put("peer", peer(f.peer()))
              .put("youOffer", false)
              .build();
      case PeerLeft f ->
          action(Action.ROOM_PEER_LEFT)
              .put("room", f.room().value())
              .put("peer", peer(f.peer()))
              .put("reason", f.reason())
              .build();
      case Relayed f -> relayed(f);
      case PeerResumed f ->
          action(Action.PEER_RESUMED)
              .put("callId", f.callId().value())
              .put("lastSeq", f.lastSeq())
              .build();
      case CallEnded f -> over(Action.CALL_END, f.callId(), Optional.of(f.reason()), f.from());
      case CallRejected f ->
          over(Action.CALL_REJECT, f.callId(), Optional.of(f.reason()), f.from());
      case CallTimedOut f -> over(Action.CALL_TIMEOUT, f.callId(), Optional.empty(), f.from());
      case Busy f ->
          action(Action.CALL_REJECT)
              .put("id", text(f.id()))
              .put("reason", EndReason.BUSY.wireName())
              .build();
      case Pong f ->
          action(Action.PONG)
              .put("id", text(f.id()))
              .put("serverTime", WireTime.format(f.serverTime()))
              .build();
      case Ack f ->
          action(Action.ACK)
              .put("id", f.id().value())
              .put("delivery", f.delivery().wireName())
              .put("callId", f.callId().map(callId -> Json.of(callId.value())))
              .build();
      case Failed f -> failed(f);
    };
  }

  private static ObjectBuilder action(String action) {
    return Json.object().put("action", action);
  }

  private static Optional<Json> text(Optional<FrameId> id) {
    return id.map(present -> Json.of(present.value()));
  }

  private static <T> JsonArray array(List<T> elements, Function<T, Json> toJson) {
    return new JsonArray(elements.stream().map(toJson).toList());
  }

  private static JsonObject established(Established f) {
    return action(Action.CONNECTION_ESTABLISHED)
        .put("id", text(f.id()))
        .put("sessionId", f.sessionId().value())
        .put("displayName", f.displayName())
        .put("connectionId", f.connectionId().value())
        .put("resumed", f.resumed())
        .put("heartbeatSeconds", f.times().heartbeatSeconds())
        .put("reconnectBefore", WireTime.format(f.times().reconnectBefore()))
        .put("tokenExpiresAt", WireTime.format(f.times().tokenExpiresAt()))
        .put("resumeSeconds", f.times().resumeSeconds())
        .put("iceServers", iceServers(f.iceServers().servers()))
        .put(
            "iceServersExpireAt",
            f.iceServers().expiresAt().map(at -> Json.of(WireTime.format(at))))
        .put("room", f.room().map(room -> Json.of(room.value())))
        .put("peers", array(f.peers(), ServerFrameWriter::peer))
        .put("call", f.call().map(ServerFrameWriter::call))
        .put("limits", limits(f.limits()))
        .put("serverTime", WireTime.format(f.times().serverTime()))
        .build();
  }

  /** ICE servers as {@code RTCPeerConnection} takes them. */
  public static JsonArray iceServers(List<IceServer> servers) {
    return array(servers, ServerFrameWriter::iceServer);
  }

  private static Json iceServer(IceServer server) {
    ObjectBuilder json = Json.object().put("urls", array(server.urls(), Json::of));
    server
        .credential()
        .ifPresent(
            credential ->
                json.put("username", credential.username())
                    .put("credential", credential.password()));
    return json.build();
  }

  private static Json peer(Peer peer) {
    return Json.object()
        .put("sessionId", peer.sessionId().value())
        .put("displayName", peer.displayName())
        .put("connected", peer.connected())
        .build();
  }

  private static Json sender(Sender sender) {
    return Json.object()
        .put("sessionId", sender.sessionId().value())
        .put("displayName", sender.displayName())
        .build();
  }

  private static Json call(CallSummary call) {
    return Json.object()
        .put("callId", call.callId().value())
        .put("peer", peer(call.peer()))
        .put("role", call.role())
        .put("state", call.state())
        .put("type", call.type().wireName())
        .build();
  }

  private static JsonObject limits(Limits limits) {
    return Json.object()
        .put("frameBytes", Limits.FRAME_BYTES)
        .put("candidatesPerFrame", Limits.CANDIDATES_PER_FRAME)
        .put("textCharacters", Limits.TEXT_CHARACTERS)
        .put("framesPerSecond", limits.framesPerSecond())
        .put("framesBurst", limits.framesBurst())
        .put("roomSize", limits.roomSize())
        .put("ringSeconds", limits.ring().toSeconds())
        .build();
  }

  private static JsonObject relayed(Relayed f) {
    ObjectBuilder object =
        action(f.action())
            .put("from", sender(f.from()))
            .put("callId", f.callId().map(callId -> Json.of(callId.value())))
            .put("seq", f.seq().map(Json::of));
    if (f.polite()) {
      object.put("polite", true);
    }
    return object.putAll(f.payload()).build();
  }

  private static JsonObject over(
      String action, CallId callId, Optional<EndReason> reason, Optional<Sender> from) {
    return action(action)
        .put("callId", callId.value())
        .put("reason", reason.map(why -> Json.of(why.wireName())))
        .put("from", from.map(ServerFrameWriter::sender))
        .build();
  }

  private static JsonObject failed(Failed f) {
    Refusal refusal = f.refusal();
    return action(Action.ERROR)
        .put("id", text(f.id()))
        .put("code", refusal.code().wireName())
        .put("message", refusal.message())
        .put("retryable", refusal.code().retryable())
        .put("retryAfterMs", refusal.retryAfter().map(ServerFrameWriter::millis))
        .put("path", refusal.path().map(Json::of))
        .put("callId", refusal.callId().map(callId -> Json.of(callId.value())))
        .build();
  }

  /** Rounded up: who waits that long has waited long enough. */
  private static Json millis(Duration duration) {
    return Json.of(duration.plusNanos(999_999).toMillis());
  }
}
