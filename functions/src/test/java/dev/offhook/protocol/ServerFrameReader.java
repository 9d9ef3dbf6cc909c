package dev.offhook.protocol;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonArray;
import dev.offhook.json.Json.JsonBoolean;
import dev.offhook.json.Json.JsonNumber;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.Json.JsonString;
import dev.offhook.json.JsonText;
import dev.offhook.protocol.IceServer.Credential;
import dev.offhook.protocol.ServerFrame.Ack;
import dev.offhook.protocol.ServerFrame.Busy;
import dev.offhook.protocol.ServerFrame.CallEnded;
import dev.offhook.protocol.ServerFrame.CallRejected;
import dev.offhook.protocol.ServerFrame.CallSummary;
import dev.offhook.protocol.ServerFrame.CallTimedOut;
import dev.offhook.protocol.ServerFrame.ConnectionTimes;
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
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads what {@link ServerFrameWriter} writes, as a client would. */
final class ServerFrameReader {

  /** What every relayed frame has besides what its action names. */
  private static final Set<String> ENVELOPE = Set.of("action", "from", "callId", "seq", "polite");

  private final JsonObject object;

  private ServerFrameReader(JsonObject object) {
    this.object = object;
  }

  static ServerFrame read(String text) {
    return new ServerFrameReader(JsonText.readObject(text).orElseThrow()).frame();
  }

  private ServerFrame frame() {
    return switch (text("action")) {
      case Action.CONNECTION_ESTABLISHED -> established();
      case Action.CONNECTION_REPLACED -> new Replaced(id());
      case Action.SESSION_ENDED -> new SessionEnded(text("reason"));
      case Action.ROOM_JOINED ->
          new RoomJoined(id(), new RoomName(text("room")), peers(), bool("youOffer"));
      case Action.ROOM_PEER_JOINED -> new PeerJoined(new RoomName(text("room")), peer("peer"));
      case Action.ROOM_PEER_LEFT ->
          new PeerLeft(new RoomName(text("room")), peer("peer"), text("reason"));
      case Action.OFFER,
          Action.ANSWER,
          Action.ICE_CANDIDATE,
          Action.CHAT_TEXT,
          Action.CHAT_FILE,
          Action.CHAT_VOICE ->
          relayed();
      case Action.PEER_RESUMED -> new PeerResumed(call(), number("lastSeq"));
      case Action.CALL_END -> new CallEnded(call(), reason(), from());
      case Action.CALL_REJECT ->
          callId().isPresent() ? new CallRejected(call(), reason(), from()) : new Busy(id());
      case Action.CALL_TIMEOUT -> new CallTimedOut(call(), from());
      case Action.PONG -> new Pong(id(), time("serverTime"));
      case Action.ACK -> new Ack(id().orElseThrow(), delivery(), callId());
      case Action.ERROR -> failed();
      case String other -> throw new AssertionError("no frame of the service: " + other);
    };
  }

  private Established established() {
    return new Established(
        id(),
        new SessionId(text("sessionId")),
        text("displayName"),
        new ConnectionId(text("connectionId")),
        bool("resumed"),
        new ConnectionTimes(
            (int) number("heartbeatSeconds"),
            time("reconnectBefore"),
            time("tokenExpiresAt"),
            (int) number("resumeSeconds"),
            time("serverTime")),
        iceServers(),
        object.text("room").map(RoomName::new),
        peers(),
        object.object("call").map(call -> new ServerFrameReader(call).summary()),
        new ServerFrameReader(object.object("limits").orElseThrow()).limits());
  }

  private CallSummary summary() {
    return new CallSummary(
        call(), peer("peer"), text("role"), text("state"), CallType.of(text("type")).orElseThrow());
  }

  private Limits limits() {
    return new Limits(
        (int) number("framesPerSecond"),
        (int) number("framesBurst"),
        (int) number("roomSize"),
        Duration.ofSeconds(number("ringSeconds")));
  }

  private IceServers iceServers() {
    List<IceServer> servers =
        array("iceServers")
            .map(
                server ->
                    new IceServer(
                        server.array("urls", JsonString.class, JsonString::value),
                        server
                            .object
                            .text("username")
                            .map(name -> new Credential(name, server.text("credential")))))
            .toList();
    return new IceServers(servers, object.text("iceServersExpireAt").map(Instant::parse));
  }

  private Relayed relayed() {
    Map<String, Json> payload = new LinkedHashMap<>(object.members());
    payload.keySet().removeAll(ENVELOPE);
    return new Relayed(
        text("action"),
        from().orElseThrow(),
        callId(),
        object.member("seq").map(seq -> number("seq")),
        object.member("polite").isPresent() && bool("polite"),
        payload);
  }

  private Failed failed() {
    ErrorCode code =
        Arrays.stream(ErrorCode.values())
            .filter(known -> known.wireName().equals(text("code")))
            .findFirst()
            .orElseThrow();
    return new Failed(
        id(),
        new Refusal(
            code,
            text("message"),
            object.text("path"),
            object.member("retryAfterMs").map(ms -> Duration.ofMillis(number("retryAfterMs"))),
            callId()));
  }

  private Optional<FrameId> id() {
    return object.text("id").map(FrameId::new);
  }

  private Optional<CallId> callId() {
    return object.text("callId").map(CallId::new);
  }

  private CallId call() {
    return callId().orElseThrow();
  }

  private EndReason reason() {
    return EndReason.of(text("reason")).orElseThrow();
  }

  private Delivery delivery() {
    return Arrays.stream(Delivery.values())
        .filter(known -> known.wireName().equals(text("delivery")))
        .findFirst()
        .orElseThrow();
  }

  private Optional<Sender> from() {
    return object
        .object("from")
        .map(ServerFrameReader::new)
        .map(from -> new Sender(new SessionId(from.text("sessionId")), from.text("displayName")));
  }

  private List<Peer> peers() {
    return array("peers").map(ServerFrameReader::peer).toList();
  }

  private Peer peer(String name) {
    return new ServerFrameReader(object.object(name).orElseThrow()).peer();
  }

  private Peer peer() {
    return new Peer(new SessionId(text("sessionId")), text("displayName"), bool("connected"));
  }

  private String text(String name) {
    return object.text(name).orElseThrow(() -> new AssertionError("no " + name));
  }

  private long number(String name) {
    return value(name, JsonNumber.class).whole(0, Long.MAX_VALUE).orElseThrow();
  }

  private boolean bool(String name) {
    return value(name, JsonBoolean.class).value();
  }

  private Instant time(String name) {
    return Instant.parse(text(name));
  }

  private Stream<ServerFrameReader> array(String name) {
    return array(name, JsonObject.class, ServerFrameReader::new).stream();
  }

  private <J extends Json, T> List<T> array(String name, Class<J> kind, Function<J, T> read) {
    return value(name, JsonArray.class).elements().stream().map(kind::cast).map(read).toList();
  }

  private <J extends Json> J value(String name, Class<J> kind) {
    return kind.cast(object.member(name).orElseThrow(() -> new AssertionError("no " + name)));
  }
}
