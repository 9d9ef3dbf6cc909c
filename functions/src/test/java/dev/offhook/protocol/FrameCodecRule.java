package dev.offhook.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonNumber;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.JsonText;
import dev.offhook.protocol.ClientFrameReader.Result;
import java.util.Set;

/** What holds for every text that a client may send. */
final class FrameCodecRule {

  private FrameCodecRule() {}

  /** Either refused with words that repeat nothing of it, or read as what writing it gives. */
  static void refusedOrEqual(String text) {
    switch (ClientFrameReader.read(text)) {
      case Result.Read(ClientFrame frame) -> {
        String written = ClientFrameWriter.write(frame);
        assertThat(ClientFrameReader.read(written)).isEqualTo(new Result.Read(frame));
        assertNothingWasMadeUp(
            ClientFrameWriter.object(frame), JsonText.readObject(text).orElseThrow());
      }
      case Result.Refused(var id, Refusal refusal) ->
          assertThat(refusal.code())
              .isIn(ErrorCode.BAD_REQUEST, ErrorCode.UNKNOWN_ACTION, ErrorCode.TOO_LARGE);
    }
  }

  /**
   * What was read stands in what was sent, but for a default reason and the spelling of numbers.
   */
  private static void assertNothingWasMadeUp(JsonObject read, JsonObject sent) {
    Json unset = Json.of("default");
    read.members()
        .forEach(
            (name, value) -> {
              Json said = sent.member(name).orElse(unset);
              boolean chat = Set.of("file", "voice").contains(name);
              boolean usual = name.equals("reason") && said.equals(unset);
              if (value instanceof JsonNumber number) {
                assertThat(((JsonNumber) said).whole(0, Long.MAX_VALUE))
                    .isEqualTo(number.whole(0, Long.MAX_VALUE));
              } else if (chat || name.equals("resume")) {
                assertNothingWasMadeUp((JsonObject) value, (JsonObject) said);
              } else if (!usual) {
                assertThat(value)
                    .isEqualTo(
                        name.equals("candidate") && said.equals(unset)
                            ? new Json.JsonNull()
                            : said);
              }
            });
  }
}
