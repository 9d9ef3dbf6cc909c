package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.frame;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** What clients send that are broken, or out to break something. */
final class Garbage {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String WORD_CHARACTERS = "abcXYZ019-_.~";

  private final Random random;
  private final List<Supplier<String>> texts;
  private final List<Supplier<JsonNode>> values;
  private final List<ObjectNode> frames;

  Garbage(Random random) {
    this.random = random;
    this.texts =
        List.of(
            this::characters,
            this::cutShort,
            this::withACharacterTooMany,
            () -> "[".repeat(1 + random.nextInt(30_000)),
            () -> "{\"a\":".repeat(33 + random.nextInt(5000)),
            () -> "{\"action\":\"ping\",\"x\":" + "9".repeat(random.nextInt(30_000)),
            () -> "{\"action\":\"ping\",\"x\":-1e}",
            () -> "{\"action\":\"ping\",\"action\":\"ping\"}",
            () -> "{\"action\":\"ping\"}" + (char) (1 + random.nextInt(8)),
            () -> "\"" + word() + "\"",
            () -> String.valueOf(random.nextLong()),
            () -> "{'action':'ping'}",
            () -> "{\"action\":\"\\ud800\"}");
    this.values =
        List.of(
            JSON::nullNode,
            () -> JSON.booleanNode(random.nextBoolean()),
            () -> JSON.numberNode(random.nextInt()),
            () -> JSON.numberNode(new BigDecimal("1e400")),
            () -> JSON.numberNode(-0.5),
            () -> JSON.textNode(""),
            () -> JSON.textNode(word()),
            () -> JSON.textNode(characters()),
            () -> JSON.textNode("x".repeat(random.nextInt(20_000))),
            JSON::arrayNode,
            JSON::objectNode,
            () -> JSON.arrayNode().add(JSON.nullNode()).add(JSON.arrayNode()),
            () -> JSON.objectNode().put("type", "offer").put("sdp", 1));
    this.frames =
        List.of(
            Said.offer("1"),
            Said.answer("1"),
            Said.candidate("1"),
            frame("{action: 'webrtc:ice-candidate', candidates: [{candidate: 'a'}, null]}"),
            Said.text("1"),
            frame(
                "{action: 'chat:file', file: {name: 'a', size: 1, mimeType: '', url:"
                    + " 'https://a.b'}}"),
            frame("{action: 'session:hello', resume: {callId: 'x', lastSeq: 0}}"),
            frame("{action: 'session:refresh', token: 'x'}"),
            frame("{action: 'room:join', room: 'any'}"),
            frame("{action: 'ping'}"));
  }

  /** A message that is not a frame. */
  String text() {
    return texts.get(random.nextInt(texts.size())).get();
  }

  /** Some characters that may stand in a URL. */
  String word() {
    StringBuilder word = new StringBuilder();
    for (int length = 1 + random.nextInt(40); length > 0; length--) {
      word.append(WORD_CHARACTERS.charAt(random.nextInt(WORD_CHARACTERS.length())));
    }
    return word.toString();
  }

  /** A frame with an action, some of whose members are missing or anything; none ends a call. */
  ObjectNode wrongFrame() {
    ObjectNode frame = frames.get(random.nextInt(frames.size())).deepCopy();
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      change(frame);
    }
    return frame;
  }

  private void change(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    names.remove("action");
    String name = names.isEmpty() ? word() : names.get(random.nextInt(names.size()));
    if (object.get(name) instanceof ObjectNode inner && random.nextBoolean()) {
      change(inner);
    } else if (random.nextInt(4) == 0) {
      object.remove(name);
    } else {
      object.set(name, values.get(random.nextInt(values.size())).get());
    }
  }

  private String cutShort() {
    String frame = frames.get(random.nextInt(frames.size())).toString();
    return frame.substring(0, 1 + random.nextInt(frame.length() - 1));
  }

  private String withACharacterTooMany() {
    String frame = frames.get(random.nextInt(frames.size())).toString();
    return frame + "}]\",{x".charAt(random.nextInt(6));
  }

  /** Code points from everywhere; never a JSON object. */
  private String characters() {
    StringBuilder text = new StringBuilder();
    for (int length = 1 + random.nextInt(200); length > 0; length--) {
      int codePoint =
          switch (random.nextInt(4)) {
            case 0 -> random.nextInt(0x20);
            case 1 -> 0x20 + random.nextInt(0x60);
            case 2 -> 0x80 + random.nextInt(0xD000);
            default -> 0x1_0000 + random.nextInt(0x1000);
          };
      text.appendCodePoint(codePoint);
    }
    return text.toString();
  }
}
