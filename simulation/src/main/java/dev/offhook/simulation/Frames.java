package dev.offhook.simulation;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonNumber;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.JsonText;
import java.util.Optional;

/** Frames as tabs write and read them. */
final class Frames {

  private Frames() {}

  static JsonObject read(String text) {
    return JsonText.readObject(text).orElseThrow();
  }

  /**
   * A description or a candidate of a call: a mark stands for its SDP, so that it is known again.
   */
  static JsonObject description(String kind, String mark) {
    return kind.equals("candidate")
        ? Json.object().put("candidate", mark).build()
        : Json.object().put("type", kind).put("sdp", mark).build();
  }

  /** The mark of a frame that was relayed, if it has one. */
  static Optional<String> mark(JsonObject frame) {
    return frame
        .text("text")
        .or(() -> frame.object("offer").flatMap(offer -> offer.text("sdp")))
        .or(() -> frame.object("answer").flatMap(answer -> answer.text("sdp")))
        .or(() -> frame.object("candidate").flatMap(one -> one.text("candidate")));
  }

  static String action(JsonObject frame) {
    return frame.text("action").orElse("");
  }

  static Optional<String> callId(JsonObject frame) {
    return frame.text("callId");
  }

  /** Who a relayed frame is from. */
  static Optional<String> from(JsonObject frame) {
    return frame.object("from").flatMap(from -> from.text("sessionId"));
  }

  static long number(JsonObject frame, String member) {
    return frame.member(member).orElse(null) instanceof JsonNumber(String text)
        ? Long.parseLong(text)
        : 0;
  }

  /** An action and its id, for the name of a handler's run. */
  static String summary(String text) {
    JsonObject frame = read(text);
    return action(frame) + frame.text("id").map(id -> " " + id).orElse("");
  }
}
