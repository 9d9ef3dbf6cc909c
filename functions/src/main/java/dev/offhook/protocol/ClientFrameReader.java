package dev.offhook.protocol;

import static dev.offhook.protocol.ErrorCode.BAD_REQUEST;
import static dev.offhook.protocol.ErrorCode.TOO_LARGE;
import static dev.offhook.protocol.ErrorCode.UNKNOWN_ACTION;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonArray;
import dev.offhook.json.Json.JsonNull;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.JsonText;
import dev.offhook.protocol.ClientFrame.Answer;
import dev.offhook.protocol.ClientFrame.CallEnd;
import dev.offhook.protocol.ClientFrame.CallReject;
import dev.offhook.protocol.ClientFrame.CallTimeout;
import dev.offhook.protocol.ClientFrame.Hello;
import dev.offhook.protocol.ClientFrame.IceCandidate;
import dev.offhook.protocol.ClientFrame.JoinRoom;
import dev.offhook.protocol.ClientFrame.LeaveRoom;
import dev.offhook.protocol.ClientFrame.Offer;
import dev.offhook.protocol.ClientFrame.Ping;
import dev.offhook.protocol.ClientFrame.Refresh;
import dev.offhook.protocol.ClientFrame.Resume;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a client's frame in the order the contract gives: size, JSON, action, form of the members.
 * What it refuses it refuses as a value; no text makes it throw.
 */
public final class ClientFrameReader {

  private static final int MAX_BYTES_PER_CHARACTER = 3;
  private static final long MAX_SEQ = Integer.MAX_VALUE;
  private static final Set<EndReason> END_REASONS =
      EnumSet.of(
          EndReason.HANGUP, EndReason.CANCELLED, EndReason.ICE_FAILED, EndReason.MEDIA_FAILED);
  private static final Set<EndReason> REJECT_REASONS =
      EnumSet.of(EndReason.REJECTED, EndReason.BUSY);

  /** What a text turned out to be. */
  public sealed interface Result {
    /** A frame of the right form. */
    record Read(ClientFrame frame) implements Result {}

    /** No frame; the id is there if it could be read. */
    record Refused(Optional<FrameId> id, Refusal refusal) implements Result {}
  }

  private ClientFrameReader() {}

  /** Reads the text of one WebSocket message. */
  public static Result read(String text) {
    if (isTooLarge(text)) {
      return refused(
          Optional.empty(),
          Refusal.of(TOO_LARGE, "a frame may have at most " + Limits.FRAME_BYTES + " bytes"));
    }
    Optional<JsonObject> object = JsonText.readObject(text);
    if (object.isEmpty()) {
      return refused(Optional.empty(), Refusal.of(BAD_REQUEST, "the frame is not a JSON object"));
    }
    Optional<FrameId> id = object.get().text("id").filter(FrameId::isValid).map(FrameId::new);
    try {
      return read(new Members(object.get(), ""), id);
    } catch (MalformedException malformed) {
      return refused(id, malformed.refusal());
    }
  }

  /** Whether a text has more bytes of UTF-8 than are read. */
  public static boolean isTooLarge(String text) {
    int characters = text.length();
    return characters > Limits.FRAME_BYTES
        || (characters > Limits.FRAME_BYTES / MAX_BYTES_PER_CHARACTER
            && text.getBytes(StandardCharsets.UTF_8).length > Limits.FRAME_BYTES);
  }

  private static Result refused(Optional<FrameId> id, Refusal refusal) {
    return new Result.Refused(id, refusal);
  }

  private static Result read(Members frame, Optional<FrameId> id) throws MalformedException {
    String action = frame.optionalString("action").orElseThrow(() -> Members.missing("/action"));
    Optional<FrameReader> reader = readerOf(action);
    if (reader.isEmpty()) {
      return refused(id, Refusal.of(UNKNOWN_ACTION, "no such action"));
    }
    return new Result.Read(reader.get().read(frame, frame.optionalIdentifier("id", FrameId::new)));
  }

  @FunctionalInterface
  private interface FrameReader {
    ClientFrame read(Members frame, Optional<FrameId> id) throws MalformedException;
  }

  private static Optional<FrameReader> readerOf(String action) {
    return switch (action) {
      case Action.SESSION_HELLO -> Optional.of((frame, id) -> new Hello(id, resume(frame)));
      case Action.SESSION_REFRESH ->
          Optional.of((frame, id) -> new Refresh(id, frame.anyString("token")));
      case Action.PING -> Optional.of((frame, id) -> new Ping(id));
      case Action.ROOM_JOIN ->
          Optional.of((frame, id) -> new JoinRoom(id, frame.identifier("room", RoomName::new)));
      case Action.ROOM_LEAVE -> Optional.of((frame, id) -> new LeaveRoom(id));
      case Action.OFFER -> Optional.of(ClientFrameReader::offer);
      case Action.ANSWER -> Optional.of(ClientFrameReader::answer);
      case Action.ICE_CANDIDATE -> Optional.of(ClientFrameReader::iceCandidate);
      case Action.CALL_END ->
          Optional.of(
              (frame, id) ->
                  new CallEnd(id, callId(frame), reason(frame, END_REASONS, EndReason.HANGUP)));
      case Action.CALL_REJECT ->
          Optional.of(
              (frame, id) ->
                  new CallReject(
                      id, callId(frame), reason(frame, REJECT_REASONS, EndReason.REJECTED)));
      case Action.CALL_TIMEOUT -> Optional.of((frame, id) -> new CallTimeout(id, callId(frame)));
      case Action.CHAT_TEXT, Action.CHAT_FILE, Action.CHAT_VOICE ->
          Optional.of((frame, id) -> ChatReader.read(action, frame, id));
      case String unknown -> Optional.empty();
    };
  }

  private static Optional<Resume> resume(Members frame) throws MalformedException {
    Optional<Members> resume = frame.optionalObject("resume");
    if (resume.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Resume(
            resume.get().identifier("callId", CallId::new),
            resume.get().whole("lastSeq", 0, MAX_SEQ)));
  }

  private static ClientFrame offer(Members frame, Optional<FrameId> id) throws MalformedException {
    return new Offer(
        id,
        description(frame, "offer"),
        frame
            .optionalWord("type", CallType::of, type -> true)
            .orElseThrow(() -> Members.missing(frame.pathTo("type"))),
        frame.optionalIdentifier("to", SessionId::new),
        callId(frame),
        seq(frame));
  }

  private static ClientFrame answer(Members frame, Optional<FrameId> id) throws MalformedException {
    return new Answer(id, description(frame, "answer"), callId(frame), seq(frame));
  }

  /** An {@code RTCSessionDescriptionInit} of that type; its other members pass untouched. */
  private static JsonObject description(Members frame, String type) throws MalformedException {
    Members description = frame.object(type);
    if (!description.anyString("type").equals(type)) {
      throw new MalformedException(description.pathTo("type"), "must be \"" + type + "\"");
    }
    description.anyString("sdp");
    return description.untouched();
  }

  private static ClientFrame iceCandidate(Members frame, Optional<FrameId> id)
      throws MalformedException {
    Optional<Json> several = frame.value("candidates");
    if (several.isPresent() && frame.names("candidate")) {
      throw new MalformedException("/candidates", "give candidate or candidates, not both");
    }
    if (several.isEmpty() && !frame.names("candidate")) {
      throw Members.missing("/candidate");
    }
    return new IceCandidate(
        id, several.isPresent() ? candidates(frame) : candidate(frame), callId(frame), seq(frame));
  }

  private static Map<String, Json> candidate(Members frame) throws MalformedException {
    Json candidate = frame.value("candidate").orElseGet(JsonNull::new);
    checkCandidate(candidate, "/candidate");
    return Map.of("candidate", candidate);
  }

  private static Map<String, Json> candidates(Members frame) throws MalformedException {
    JsonArray candidates = frame.array("candidates");
    int count = candidates.elements().size();
    if (count < 1 || count > Limits.CANDIDATES_PER_FRAME) {
      throw new MalformedException(
          "/candidates", "must have 1 to " + Limits.CANDIDATES_PER_FRAME + " elements");
    }
    for (int i = 0; i < count; i++) {
      checkCandidate(candidates.elements().get(i), "/candidates/" + i);
    }
    return Map.of("candidates", candidates);
  }

  /** An {@code RTCIceCandidateInit} or {@code null} (W3C WebRTC 4.8.1). */
  private static void checkCandidate(Json candidate, String path) throws MalformedException {
    if (candidate instanceof JsonNull) {
      return;
    }
    Members members = Members.objectAt(candidate, path);
    members.optionalString("candidate");
    members.optionalString("sdpMid");
    members.optionalWhole("sdpMLineIndex", 0, 65_535);
    members.optionalString("usernameFragment");
  }

  private static Optional<CallId> callId(Members frame) throws MalformedException {
    return frame.optionalIdentifier("callId", CallId::new);
  }

  private static Optional<Long> seq(Members frame) throws MalformedException {
    return frame.optionalWhole("seq", 1, MAX_SEQ);
  }

  private static EndReason reason(Members frame, Set<EndReason> allowed, EndReason usual)
      throws MalformedException {
    return frame.optionalWord("reason", EndReason::of, allowed::contains).orElse(usual);
  }
}
