package dev.offhook.protocol;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonArray;
import dev.offhook.json.Json.JsonBoolean;
import dev.offhook.json.Json.JsonNull;
import dev.offhook.json.Json.JsonNumber;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.Json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Frames and JSON by a seeded generator: every kind of frame, text in and beyond the basic plane,
 * lengths and numbers at their bounds.
 */
final class RandomFrames {

  private static final String TOKEN_CHARACTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "1",
          "1.0",
          "1e0",
          "1E+2",
          "10e-1",
          "-1",
          "0.1",
          "2147483647",
          "2147483648",
          "9007199254740991",
          "9007199254740992",
          "1e2147483647",
          "-1e2147483647",
          "1e-2147483647",
          "1e99999999999",
          "0e999999999",
          "0e-999999999",
          "123456789012345678901234567890.5");

  private final Random random;

  RandomFrames(Random random) {
    this.random = random;
  }

  ClientFrame frame() {
    return switch (random.nextInt(14)) {
      case 0 -> new ClientFrame.Hello(id(), maybe(this::resume));
      case 1 -> new ClientFrame.Refresh(id(), text(1, 2000));
      case 2 -> new ClientFrame.Ping(id());
      case 3 -> new ClientFrame.JoinRoom(id(), new RoomName(token()));
      case 4 -> new ClientFrame.LeaveRoom(id());
      case 5 ->
          new ClientFrame.Offer(
              id(),
              description("offer"),
              any(CallType.values()),
              maybe(() -> new SessionId(token())),
              callId(),
              seq());
      case 6 -> new ClientFrame.Answer(id(), description("answer"), callId(), seq());
      case 7, 8 -> new ClientFrame.IceCandidate(id(), candidates(), callId(), seq());
      case 9 ->
          new ClientFrame.CallEnd(
              id(),
              callId(),
              any(
                  EndReason.HANGUP,
                  EndReason.CANCELLED,
                  EndReason.ICE_FAILED,
                  EndReason.MEDIA_FAILED));
      case 10 ->
          new ClientFrame.CallReject(id(), callId(), any(EndReason.REJECTED, EndReason.BUSY));
      case 11 -> new ClientFrame.CallTimeout(id(), callId());
      case 12 ->
          new ClientFrame.Chat(id(), Action.CHAT_TEXT, Map.of("text", Json.of(text(1, 1000))));
      default -> random.nextBoolean() ? file() : voice();
    };
  }

  /** Any JSON value, nested up to so many levels. */
  Json json(int levels) {
    return switch (random.nextInt(levels > 0 ? 7 : 5)) {
      case 0 -> new JsonNull();
      case 1 -> new JsonBoolean(random.nextBoolean());
      case 2 -> new JsonNumber(any(NUMBERS.toArray(String[]::new)));
      case 3, 4 -> new JsonString(text(0, 20));
      case 5 ->
          new JsonArray(
              IntStream.range(0, random.nextInt(4)).mapToObj(i -> json(levels - 1)).toList());
      default -> unknownMembers(Json.object(), levels - 1).build();
    };
  }

  /** Code points of all planes but surrogates, as many as told; both bounds are likely. */
  String text(int min, int max) {
    StringBuilder text = new StringBuilder();
    int length =
        switch (random.nextInt(8)) {
          case 0 -> min;
          case 1 -> max;
          default -> random.nextInt(min, Math.min(max, min + 30) + 1);
        };
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(codePoint());
    }
    return text.toString();
  }

  @SafeVarargs
  final <T> T any(T... values) {
    return values[random.nextInt(values.length)];
  }

  private int codePoint() {
    int bound = any(0x80, 0x80, 0x800, 0x10000, Character.MAX_CODE_POINT + 1);
    int codePoint = random.nextInt(bound);
    boolean surrogate =
        codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    return surrogate ? 0x1F600 : codePoint;
  }

  private ClientFrame.Chat file() {
    String name = "x" + readable(text(1, 254));
    JsonObject file =
        Json.object()
            .put("name", name)
            .put("size", any(0L, 1L, (1L << 53) - 1, random.nextLong(1L << 53)))
            .put("mimeType", mimeType())
            .put("url", "https://files.example/" + token())
            .build();
    return new ClientFrame.Chat(id(), Action.CHAT_FILE, Map.of("file", file));
  }

  private ClientFrame.Chat voice() {
    JsonObject voice =
        Json.object()
            .put("durationMs", any(0L, 1L, 3_600_000L, random.nextLong(3_600_001L)))
            .put("size", random.nextLong(1L << 53))
            .put("mimeType", mimeType())
            .put("url", "https://files.example:8443/?q=" + token() + "#" + token())
            .build();
    return new ClientFrame.Chat(id(), Action.CHAT_VOICE, Map.of("voice", voice));
  }

  /** With a line in place of each character that may not stand in a name. */
  private static String readable(String text) {
    return text.codePoints()
        .map(c -> isOfAName(Character.toString(c)) ? c : '_')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isOfAName(String character) {
    return !"/\\\u200C\u200D".contains(character) && ReadableName.isReadable("a" + character + "b");
  }

  private String mimeType() {
    return any("", "image/png", "video/webm;codecs=vp8,opus", "text/plain; charset=\"utf-8\"");
  }

  private Map<String, Json> candidates() {
    if (random.nextBoolean()) {
      return Map.of("candidate", candidate());
    }
    int count = any(1, 2, 50);
    return Map.of(
        "candidates", new JsonArray(IntStream.range(0, count).mapToObj(i -> candidate()).toList()));
  }

  private Json candidate() {
    if (random.nextInt(8) == 0) {
      return new JsonNull();
    }
    Json.ObjectBuilder candidate = Json.object();
    if (random.nextBoolean()) {
      candidate.put("candidate", any(Json.of(""), new JsonNull(), Json.of(text(1, 20))));
    }
    if (random.nextBoolean()) {
      candidate.put("sdpMid", any(Json.of("0"), Json.of(""), new JsonNull()));
    }
    if (random.nextBoolean()) {
      candidate.put("sdpMLineIndex", new JsonNumber(any("0", "1", "1.0", "1e0", "65535")));
    }
    if (random.nextBoolean()) {
      candidate.put("usernameFragment", any(Json.of("EsAw"), new JsonNull()));
    }
    return random.nextInt(4) == 0 ? unknownMembers(candidate, 2).build() : candidate.build();
  }

  private JsonObject description(String type) {
    Json.ObjectBuilder description = Json.object();
    if (random.nextBoolean()) {
      unknownMembers(description, 3);
    }
    return description.put("type", type).put("sdp", text(1, 2000)).build();
  }

  /** Members whose names nothing else has. */
  private Json.ObjectBuilder unknownMembers(Json.ObjectBuilder object, int levels) {
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      object.put(i + text(0, 5), json(levels));
    }
    return object;
  }

  private ClientFrame.Resume resume() {
    return new ClientFrame.Resume(
        new CallId(token()), any(0L, 1L, 2147483647L, (long) random.nextInt(1000)));
  }

  private Optional<FrameId> id() {
    return maybe(() -> new FrameId(token()));
  }

  private Optional<CallId> callId() {
    return maybe(() -> new CallId(token()));
  }

  private Optional<Long> seq() {
    return maybe(() -> any(1L, 2L, 2147483647L, (long) random.nextInt(1, 1000)));
  }

  private String token() {
    int length = any(1, 22, 64, random.nextInt(1, 65));
    List<String> characters = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      int at = random.nextInt(TOKEN_CHARACTERS.length());
      characters.add(TOKEN_CHARACTERS.substring(at, at + 1));
    }
    return String.join("", characters);
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }
}
