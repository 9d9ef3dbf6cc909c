package dev.offhook.protocol;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonObject;
import java.util.Map;
import java.util.Optional;

/** A frame from a client, its form checked. {@link ClientFrameReader} makes them. */
public sealed interface ClientFrame {

  /** The id that the answer repeats; without one a frame is answered only if it fails. */
  Optional<FrameId> id();

  /** The first frame of a connection. */
  record Hello(Optional<FrameId> id, Optional<Resume> resume) implements ClientFrame {}

  /**
   * What a returning client has of its call.
   *
   * @param lastSeq the highest {@code seq} up to which everything from the peer has arrived
   */
  record Resume(CallId callId, long lastSeq) {}

  /** Puts a new token behind the connection. */
  record Refresh(Optional<FrameId> id, String token) implements ClientFrame {
    @Override
    public String toString() {
      return "Refresh[id=" + id + "]";
    }
  }

  /** Asks whether somebody listens. */
  record Ping(Optional<FrameId> id) implements ClientFrame {}

  /** Takes a place in a room. */
  record JoinRoom(Optional<FrameId> id, RoomName room) implements ClientFrame {}

  /** Gives the place in the room up. */
  record LeaveRoom(Optional<FrameId> id) implements ClientFrame {}

  /** A frame that belongs to a call. */
  sealed interface CallFrame extends ClientFrame {
    /** The call that is meant; without one the session's current call. */
    Optional<CallId> callId();
  }

  /** A frame of a call that the peer is to get as it is. */
  sealed interface Description extends CallFrame {
    Optional<Long> seq();
  }

  /** {@code webrtc:offer}: opens a call, or negotiates it again. */
  record Offer(
      Optional<FrameId> id,
      JsonObject offer,
      CallType type,
      Optional<SessionId> to,
      Optional<CallId> callId,
      Optional<Long> seq)
      implements Description {
    @Override
    public String toString() {
      return "Offer[id=" + id + ", type=" + type + ", seq=" + seq + "]";
    }
  }

  /** {@code webrtc:answer}. */
  record Answer(
      Optional<FrameId> id, JsonObject answer, Optional<CallId> callId, Optional<Long> seq)
      implements Description {
    @Override
    public String toString() {
      return "Answer[id=" + id + ", seq=" + seq + "]";
    }
  }

  /**
   * {@code webrtc:ice-candidate}: one candidate or several.
   *
   * @param payload the member {@code candidate} or {@code candidates}, under its name
   */
  record IceCandidate(
      Optional<FrameId> id, Map<String, Json> payload, Optional<CallId> callId, Optional<Long> seq)
      implements Description {
    public IceCandidate {
      payload = Map.copyOf(payload);
    }

    @Override
    public String toString() {
      return "IceCandidate[id=" + id + ", seq=" + seq + "]";
    }
  }

  /** {@code webrtc:call-end}. */
  record CallEnd(Optional<FrameId> id, Optional<CallId> callId, EndReason reason)
      implements CallFrame {}

  /** {@code webrtc:call-reject}. */
  record CallReject(Optional<FrameId> id, Optional<CallId> callId, EndReason reason)
      implements CallFrame {}

  /** {@code webrtc:call-timeout}. */
  record CallTimeout(Optional<FrameId> id, Optional<CallId> callId) implements CallFrame {}

  /**
   * {@code chat:text}, {@code chat:file} or {@code chat:voice}.
   *
   * @param payload the member that the action names, under its name
   */
  record Chat(Optional<FrameId> id, String action, Map<String, Json> payload)
      implements ClientFrame {
    public Chat {
      payload = Map.copyOf(payload);
    }

    @Override
    public String toString() {
      return "Chat[id=" + id + ", action=" + action + "]";
    }
  }
}
