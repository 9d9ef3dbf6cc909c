package dev.offhook.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonArray;
import dev.offhook.json.Json.JsonBoolean;
import dev.offhook.json.Json.JsonNull;
import dev.offhook.json.Json.JsonNumber;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.Json.JsonString;
import dev.offhook.json.JsonText;
import dev.offhook.protocol.ClientFrameReader.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every member of every frame, {@code action} apart, with a value of each other type, and left out:
 * refused by its name, or taken where the contract says so.
 */
class MembersTest {

  private static final String FILE =
      "'size':1,'mimeType':'image/png','url':'https://files.example/a'";

  /** Frames with all their members. */
  private static final List<String> FRAMES =
      List.of(
          "{'action':'session:hello','id':'1','resume':{'callId':'c','lastSeq':1}}",
          "{'action':'session:refresh','id':'1','token':'t'}",
          "{'action':'room:join','id':'1','room':'r'}",
          "{'action':'webrtc:offer','id':'1','offer':{'type':'offer','sdp':'v=0'},"
              + "'type':'video','to':'s','callId':'c','seq':1}",
          "{'action':'webrtc:answer','id':'1','answer':{'type':'answer','sdp':'v=0'},"
              + "'callId':'c','seq':1}",
          "{'action':'webrtc:ice-candidate','id':'1','candidate':{'candidate':'x','sdpMid':'0',"
              + "'sdpMLineIndex':0,'usernameFragment':'u'},'callId':'c','seq':1}",
          "{'action':'webrtc:ice-candidate','id':'1','candidates':[{}],'callId':'c','seq':1}",
          "{'action':'webrtc:call-end','id':'1','callId':'c','reason':'hangup'}",
          "{'action':'webrtc:call-reject','id':'1','callId':'c','reason':'busy'}",
          "{'action':'webrtc:call-timeout','id':'1','callId':'c'}",
          "{'action':'chat:text','id':'1','text':'t'}",
          "{'action':'chat:file','id':'1','file':{'name':'a.png'," + FILE + "}}",
          "{'action':'chat:voice','id':'1','voice':{'durationMs':1," + FILE + "}}");

  /** What may be left out, or be null, which is the same. */
  private static final List<String> OPTIONAL =
      List.of(
          "/id",
          "/resume",
          "/to",
          "/callId",
          "/seq",
          "/reason",
          "/candidate/candidate",
          "/candidate/sdpMid",
          "/candidate/sdpMLineIndex",
          "/candidate/usernameFragment");

  private static final List<Json> OF_EACH_TYPE =
      List.of(
          new JsonString(""),
          new JsonNumber("-1"),
          new JsonNumber("1.5"),
          new JsonBoolean(true),
          new JsonArray(List.of()),
          new JsonObject(Map.of()),
          new JsonNull());

  /** A frame and one of its members. */
  record Case(JsonObject frame, List<String> path, Json value) {
    String pointer() {
      return "/" + String.join("/", path);
    }

    @Override
    public String toString() {
      return frame.text("action").orElse("") + " " + pointer();
    }
  }

  static Stream<Case> members() {
    return FRAMES.stream()
        .map(text -> JsonText.readObject(text.replace('\'', '"')).orElseThrow())
        .flatMap(frame -> members(frame, frame, List.of()));
  }

  private static Stream<Case> members(JsonObject frame, JsonObject parent, List<String> above) {
    return parent.members().entrySet().stream()
        .filter(member -> !member.getKey().equals("action"))
        .flatMap(
            member -> {
              List<String> path = new ArrayList<>(above);
              path.add(member.getKey());
              Stream<Case> own = Stream.of(new Case(frame, path, member.getValue()));
              return member.getValue() instanceof JsonObject object
                  ? Stream.concat(own, members(frame, object, path))
                  : own;
            });
  }

  @ParameterizedTest
  @MethodSource("members")
  void aMemberOfAnotherTypeIsRefusedByItsName(Case member) {
    for (Json other : OF_EACH_TYPE) {
      Result result = read(with(member.frame(), member.path(), Optional.of(other)));
      if (!mayBe(member, other)) {
        assertThat(pathOf(result).orElse(""))
            .as("%s: %s", member, other)
            .startsWith(other instanceof JsonNull ? insteadOf(member) : member.pointer());
      } else {
        assertThat(result).as("%s: %s", member, other).isInstanceOf(Result.Read.class);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("members")
  void aMemberThatIsMissingIsRefusedByItsNameUnlessItIsOptional(Case member) {
    Result result = read(with(member.frame(), member.path(), Optional.empty()));
    if (isOptional(member)) {
      assertThat(result).isInstanceOf(Result.Read.class);
    } else {
      assertThat(pathOf(result)).contains(insteadOf(member));
    }
  }

  /** A frame without candidates lacks the one as well as the others. */
  private static String insteadOf(Case member) {
    return member.pointer().equals("/candidates") ? "/candidate" : member.pointer();
  }

  private static boolean isOptional(Case member) {
    return OPTIONAL.contains(member.pointer());
  }

  private static boolean mayBe(Case member, Json value) {
    return switch (member.pointer()) {
      // As if absent: then the one is missing as well as the others.
      case "/candidates" -> false;
      case "/candidate" -> value instanceof JsonNull || value instanceof JsonObject;
      case "/file/mimeType", "/voice/mimeType" -> value.equals(new JsonString(""));
      case "/candidate/candidate", "/candidate/sdpMid", "/candidate/usernameFragment" ->
          value instanceof JsonString || value instanceof JsonNull;
      case String _ -> value instanceof JsonNull && isOptional(member);
    };
  }

  private static Result read(JsonObject frame) {
    return ClientFrameReader.read(JsonText.write(frame));
  }

  private static Optional<String> pathOf(Result result) {
    return result instanceof Result.Refused refused ? refused.refusal().path() : Optional.empty();
  }

  private static JsonObject with(JsonObject parent, List<String> path, Optional<Json> value) {
    Map<String, Json> members = new LinkedHashMap<>(parent.members());
    String name = path.getFirst();
    if (path.size() > 1) {
      JsonObject child = parent.object(name).orElseThrow();
      members.put(name, with(child, path.subList(1, path.size()), value));
    } else if (value.isPresent()) {
      members.put(name, value.get());
    } else {
      members.remove(name);
    }
    return new JsonObject(members);
  }
}
