package dev.offhook.protocol;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.Json.ObjectBuilder;
import dev.offhook.json.JsonText;

/** Writes what {@link ClientFrameReader} reads, as a client would. */
final class ClientFrameWriter {

  private ClientFrameWriter() {}

  static String write(ClientFrame frame) {
    return JsonText.write(object(frame));
  }

  static JsonObject object(ClientFrame frame) {
    ObjectBuilder object =
        Json.object()
            .put("action", action(frame))
            .put("id", frame.id().map(id -> Json.of(id.value())));
    if (frame instanceof ClientFrame.CallFrame f) {
      object.put("callId", f.callId().map(callId -> Json.of(callId.value())));
    }
    if (frame instanceof ClientFrame.Description f) {
      object.put("seq", f.seq().map(Json::of));
    }
    putMembers(object, frame);
    return object.build();
  }

  private static void putMembers(ObjectBuilder object, ClientFrame frame) {
    switch (frame) {
      case ClientFrame.Hello f -> object.put("resume", f.resume().map(ClientFrameWriter::resume));
      case ClientFrame.Refresh f -> object.put("token", f.token());
      case ClientFrame.Ping f -> {}
      case ClientFrame.JoinRoom f -> object.put("room", f.room().value());
      case ClientFrame.LeaveRoom f -> {}
      case ClientFrame.Offer f ->
          object
              .put("offer", f.offer())
              .put("type", f.type().wireName())
              .put("to", f.to().map(to -> Json.of(to.value())));
      case ClientFrame.Answer f -> object.put("answer", f.answer());
      case ClientFrame.IceCandidate f -> object.putAll(f.payload());
      case ClientFrame.CallEnd f -> object.put("reason", f.reason().wireName());
      case ClientFrame.CallReject f -> object.put("reason", f.reason().wireName());
      case ClientFrame.CallTimeout f -> {}
      case ClientFrame.Chat f -> object.putAll(f.payload());
    }
  }

  private static String action(ClientFrame frame) {
    return switch (frame) {
      case ClientFrame.Hello f -> Action.SESSION_HELLO;
      case ClientFrame.Refresh f -> Action.SESSION_REFRESH;
      case ClientFrame.Ping f -> Action.PING;
      case ClientFrame.JoinRoom f -> Action.ROOM_JOIN;
      case ClientFrame.LeaveRoom f -> Action.ROOM_LEAVE;
      case ClientFrame.Offer f -> Action.OFFER;
      case ClientFrame.Answer f -> Action.ANSWER;
      case ClientFrame.IceCandidate f -> Action.ICE_CANDIDATE;
      case ClientFrame.CallEnd f -> Action.CALL_END;
      case ClientFrame.CallReject f -> Action.CALL_REJECT;
      case ClientFrame.CallTimeout f -> Action.CALL_TIMEOUT;
      case ClientFrame.Chat f -> f.action();
    };
  }

  private static Json resume(ClientFrame.Resume resume) {
    return Json.object()
        .put("callId", resume.callId().value())
        .put("lastSeq", resume.lastSeq())
        .build();
  }
}
