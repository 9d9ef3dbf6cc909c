package dev.offhook.protocol;

import dev.offhook.json.Json;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A frame from the service. {@link ServerFrameWriter} writes them. */
public sealed interface ServerFrame {

  /** Answers {@code session:hello}. */
  record Established(
      Optional<FrameId> id,
      SessionId sessionId,
      String displayName,
      ConnectionId connectionId,
      boolean resumed,
      ConnectionTimes times,
      IceServers iceServers,
      Optional<RoomName> room,
      List<Peer> peers,
      Optional<CallSummary> call,
      Limits limits)
      implements ServerFrame {
    public Established {
      peers = List.copyOf(peers);
    }
  }

  /**
   * The times that a client plans by.
   *
   * @param reconnectBefore when a new connection must have taken over
   */
  record ConnectionTimes(
      int heartbeatSeconds,
      Instant reconnectBefore,
      Instant tokenExpiresAt,
      int resumeSeconds,
      Instant serverTime) {}

  /** The call that a session is in; role and state in the words of the wire. */
  record CallSummary(CallId callId, Peer peer, String role, String state, CallType type) {}

  /**
   * A newer connection of the same session took over.
   *
   * @param id of the hello that came too late, if there was one
   */
  record Replaced(Optional<FrameId> id) implements ServerFrame {}

  /** The session is over: {@code revoked} or {@code expired}. */
  record SessionEnded(String reason) implements ServerFrame {
    public static final String REVOKED = "revoked";
    public static final String EXPIRED = "expired";
  }

  /** Answers {@code room:join}. */
  record RoomJoined(Optional<FrameId> id, RoomName room, List<Peer> peers, boolean youOffer)
      implements ServerFrame {
    public RoomJoined {
      peers = List.copyOf(peers);
    }
  }

  /** Somebody came into the room. */
  record PeerJoined(RoomName room, Peer peer) implements ServerFrame {}

  /** Somebody left the room: {@code left} or {@code disconnected}. */
  record PeerLeft(RoomName room, Peer peer, String reason) implements ServerFrame {
    public static final String LEFT = "left";
    public static final String DISCONNECTED = "disconnected";
  }

  /**
   * A peer's frame, passed on.
   *
   * @param polite on an offer that opens a call
   * @param payload the members that the action names, untouched
   */
  record Relayed(
      String action,
      Sender from,
      Optional<CallId> callId,
      Optional<Long> seq,
      boolean polite,
      Map<String, Json> payload)
      implements ServerFrame {
    public Relayed {
      payload = Collections.unmodifiableMap(new LinkedHashMap<>(payload));
    }

    @Override
    public String toString() {
      return "Relayed[action=" + action + ", callId=" + callId + ", seq=" + seq + "]";
    }
  }

  /** The peer is back and has everything up to {@code lastSeq}. */
  record PeerResumed(CallId callId, long lastSeq) implements ServerFrame {}

  /** The call is over; {@code from} is there when the peer caused it. */
  record CallEnded(CallId callId, EndReason reason, Optional<Sender> from) implements ServerFrame {}

  /** The callee doesn't take the call. */
  record CallRejected(CallId callId, EndReason reason, Optional<Sender> from)
      implements ServerFrame {}

  /** Answers an offer to somebody who is in a call with another. */
  record Busy(Optional<FrameId> id) implements ServerFrame {}

  /** Nobody answered in time. */
  record CallTimedOut(CallId callId, Optional<Sender> from) implements ServerFrame {}

  /** Answers {@code ping}. */
  record Pong(Optional<FrameId> id, Instant serverTime) implements ServerFrame {}

  /** Answers a frame that was done. */
  record Ack(FrameId id, Delivery delivery, Optional<CallId> callId) implements ServerFrame {}

  /** Answers a frame that was not done. */
  record Failed(Optional<FrameId> id, Refusal refusal) implements ServerFrame {}
}
