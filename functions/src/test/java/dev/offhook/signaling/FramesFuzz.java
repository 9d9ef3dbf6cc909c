package dev.offhook.signaling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.junit.Lifecycle;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.JsonText;
import dev.offhook.protocol.ClientFrame;
import dev.offhook.protocol.ClientFrameReader;
import dev.offhook.protocol.ClientFrameReader.Result;
import dev.offhook.protocol.ErrorCode;
import dev.offhook.protocol.FrameExamples;
import dev.offhook.protocol.ServerFrame;
import dev.offhook.protocol.ServerFrameWriter;
import dev.offhook.signaling.TestService.Guest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any frames of two who share a room: a line is a frame, of one and the other in turn. {@link
 * #CALL} in it stands for the call that its sender is in, {@link #PEER} for the other.
 */
class FramesFuzz {

  private static final String CALL = "@call";
  private static final String PEER = "@peer";
  private static final int MAX_FRAMES = 12;

  private static final String OFFER =
      "{'action':'webrtc:offer','id':'o','to':'@peer','type':'video','offer':{'type':'offer','sdp':'v=0'},'seq':1}";
  private static final String ANSWER =
      "{'action':'webrtc:answer','id':'a','callId':'@call','answer':{'type':'answer','sdp':'v=0'},'seq':1}";
  private static final String RESUME =
      "{'action':'session:hello','id':'h','resume':{'callId':'@call','lastSeq':1}}";
  private static final String CANDIDATE =
      "{'action':'webrtc:ice-candidate','id':'c','candidate':{'candidate':''}}";
  private static final String END = "{'action':'webrtc:call-end','callId':'@call','id':'e'}";

  private final TestService service = new TestService();
  private final SignalingService signaling = service.services.signaling(() -> service.tokens);

  static Stream<byte[]> conversations() {
    Stream<String> calls =
        Stream.of(
                List.of(OFFER, ANSWER, CANDIDATE, CANDIDATE, RESUME, END),
                List.of(OFFER, OFFER, OFFER.replace("@peer", "nobody"), ANSWER, ANSWER, OFFER),
                List.of(OFFER, END.replace("end", "reject"), END, OFFER, RESUME, OFFER),
                List.of(END.replace("end", "timeout"), OFFER, END.replace("end", "timeout")))
            .map(lines -> String.join("\n", lines).replace('\'', '"'));
    return Stream.concat(calls, FrameExamples.seeds()).map(text -> text.getBytes(UTF_8));
  }

  @Timeout(30)
  @MethodSource("conversations")
  @FuzzTest(lifecycle = Lifecycle.PER_EXECUTION)
  void everyFrameIsAnsweredAndNoneIsOurFault(byte[] bytes) {
    Guest ann = joined("Ann");
    Guest bob = joined("Bob");
    List<String> frames = new String(bytes, UTF_8).lines().limit(MAX_FRAMES).toList();
    for (int i = 0; i < frames.size(); i++) {
      Guest sender = i % 2 == 0 ? ann : bob;
      Guest other = i % 2 == 0 ? bob : ann;
      says(sender, filledIn(frames.get(i), sender, other));
      service.clock.advance(Duration.ofMillis(100));
    }
    service.clock.advance(Duration.ofMinutes(1));
    service.timersRunOut();
    ann.hears();
    bob.hears();
  }

  private Guest joined(String name) {
    Guest guest = service.connected(name);
    guest.says("{'action':'room:join','room':'r'}");
    return guest;
  }

  private static String filledIn(String frame, Guest sender, Guest other) {
    return frame
        .replace(PEER, other.id.value())
        .replace(CALL, sender.session().call().map(call -> call.id().value()).orElse("none"));
  }

  private void says(Guest sender, String text) {
    Optional<ServerFrame> answer = signaling.handle(sender.speaker(), text);
    Optional<JsonObject> read =
        answer.map(frame -> JsonText.readObject(ServerFrameWriter.write(frame)).orElseThrow());
    assertThat(read.flatMap(frame -> frame.text("code")))
        .isNotEqualTo(Optional.of(ErrorCode.INTERNAL.wireName()));
    switch (ClientFrameReader.read(text)) {
      case Result.Read(ClientFrame frame) when frame.id().isEmpty() -> {}
      case Result.Read(ClientFrame frame) ->
          assertThat(read.orElseThrow().text("id")).isEqualTo(frame.id().map(id -> id.value()));
      case Result.Refused(var id, var _) ->
          assertThat(read.orElseThrow().text("id")).isEqualTo(id.map(found -> found.value()));
    }
  }
}
