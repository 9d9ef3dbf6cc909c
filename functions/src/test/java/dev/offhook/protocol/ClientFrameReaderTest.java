package dev.offhook.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.JsonText;
import dev.offhook.protocol.ClientFrameReader.Result;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ClientFrameReaderTest {

  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "ࠀ", "😀"})
  void aFrameHasExactly32KibibytesAndNotOneMore(String character) {
    String frame = "{\"action\":\"session:refresh\",\"token\":\"\"}";
    int room = 32 * 1024 - frame.length();
    int bytes = character.getBytes(UTF_8).length;
    String token = character.repeat(room / bytes) + "x".repeat(room % bytes);
    String fits = frame.replace("\"\"", '"' + token + '"');

    assertThat(fits.getBytes(UTF_8)).hasSize(32 * 1024);
    assertThat(ClientFrameReader.read(fits))
        .isEqualTo(new Result.Read(new ClientFrame.Refresh(Optional.empty(), token)));
    assertThat(codeOf(fits + " ")).isEqualTo(ErrorCode.TOO_LARGE);
  }

  @Test
  void whatIsTooLargeIsNotEvenLookedAt() {
    assertThat(codeOf("x".repeat(32 * 1024))).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(codeOf("x".repeat(32 * 1024 + 1))).isEqualTo(ErrorCode.TOO_LARGE);
    assertThat(codeOf("[".repeat(10_000_000))).isEqualTo(ErrorCode.TOO_LARGE);
  }

  @ParameterizedTest
  @CsvSource({"x, 1000, true", "x, 1001, false", "😀, 1000, true", "😀, 1001, false"})
  void aTextHasUpTo1000CodePoints(String character, int count, boolean read) {
    assertThat(isRead(Map.of("action", "chat:text", "text", character.repeat(count))))
        .isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource({"x, 255, true", "x, 256, false", "😀, 255, true", "😀, 256, false"})
  void aFileNameHasUpTo255CodePoints(String character, int count, boolean read) {
    assertThat(file("name", Json.of(character.repeat(count)))).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource({"64, true", "65, false"})
  void anIdHasUpTo64Characters(int count, boolean read) {
    assertThat(isRead(Map.of("action", "ping", "id", "x".repeat(count)))).isEqualTo(read);
    assertThat(isRead(Map.of("action", "room:join", "room", "x".repeat(count)))).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.0", "1e0", "10e-1", "1.000", "2147483647", "2147483647.0"})
  void aSeqIsAWholeNumberHoweverItIsWritten(String seq) {
    assertThat(ClientFrameReader.read(answer(seq))).isInstanceOf(Result.Read.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "0.5",
        "1.5",
        "2147483648",
        "1e2147483647",
        "-1e2147483647",
        "0e999999999",
        "1e-2147483647",
        "1e99999999999999",
        "\"1\"",
        "true",
        "[]",
        "{}"
      })
  void anyOtherSeqIsRefusedAtItsPath(String seq) {
    assertThat(refusal(answer(seq)).path()).contains("/seq");
  }

  @Test
  void manyDigitsAreRefusedAtTheirPath() {
    assertThat(refusal(answer("9".repeat(32_000))).path()).contains("/seq");
    assertThat(refusal(answer("0." + "0".repeat(32_000) + "1")).path()).contains("/seq");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "image/png",
        "application/vnd.oasis.opendocument.text",
        "text/plain; charset=utf-8",
        "video/webm;codecs=vp8,opus",
        "audio/mp4;codecs=\"mp4a.40.2, opus\""
      })
  void aMimeTypeIsWhatABlobHas(String mimeType) {
    assertThat(file("mimeType", Json.of(mimeType))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"image", "/png", "image/", "a b/c", "text/plain;\r\nX: y", "text/plain;é", "é/é"})
  void anythingElseIsNone(String mimeType) {
    assertThat(file("mimeType", Json.of(mimeType))).isFalse();
  }

  @Test
  void whatTheContractDoesNotNameInsideADescriptionIsUntouched() {
    String offer =
        "{\"z\":1.0,\"type\":\"offer\",\"a\":[1e2147483647,-0,{\"\":null}],\"sdp\":\"v\",\"__proto__\":"
            + "9".repeat(100)
            + "}";
    ClientFrame frame =
        frame("{\"offer\":" + offer + ",\"type\":\"audio\",\"action\":\"webrtc:offer\",\"x\":1}");
    assertThat(JsonText.write(((ClientFrame.Offer) frame).offer())).isEqualTo(offer);
  }

  @Test
  void candidatesAreNeverRewritten() {
    String candidates =
        "[{},null,{\"candidate\":\"\"},{\"usernameFragment\":null,\"sdpMid\":null,\"sdpMLineIndex\":0.0,"
            + "\"candidate\":\"c\",\"foundation\":{\"b\":1E+2,\"a\":2}}]";
    ClientFrame frame =
        frame("{\"action\":\"webrtc:ice-candidate\",\"candidates\":" + candidates + "}");
    Json read = ((ClientFrame.IceCandidate) frame).payload().get("candidates");
    assertThat(read).isNotNull().extracting(JsonText::write).isEqualTo(candidates);
  }

  @Test
  void escapesInARelayedTextMeanWhatTheyStandFor() {
    ClientFrame frame =
        frame("{\"action\":\"chat:text\",\"text\":\"\\ud83d\\ude00\\u003c\\/\\u0000\"}");
    assertThat(((ClientFrame.Chat) frame).payload()).containsEntry("text", Json.of("😀</\u0000"));
  }

  @Test
  void membersOfAFileThatTheContractDoesNotNameAreLeftOut() {
    JsonObject file = file().put("secret", 1).build();
    JsonObject object = Json.object().put("action", "chat:file").put("file", file).build();
    assertThat(((ClientFrame.Chat) frame(JsonText.write(object))).payload())
        .containsEntry("file", file().build());
  }

  @Test
  void aRefusalRepeatsNothingOfTheFrame() {
    for (String text :
        new String[] {
          "{\"action\":\"s3cr3t\"}",
          "{\"action\":\"ping\",\"id\":\"s3cr3t!\"}",
          "{\"action\":\"webrtc:call-end\",\"reason\":\"s3cr3t\"}",
          "{\"action\":\"session:refresh\",\"token\":[\"s3cr3t\"]}",
          "s3cr3t"
        }) {
      assertThat(refusal(text).message()).doesNotContain("s3cr3t");
    }
  }

  @Test
  void framesDoNotPrintWhatPeopleSay() {
    assertThat(
            frame("{\"action\":\"session:refresh\",\"token\":\"s3cr3t\"}").toString()
                + frame("{\"action\":\"chat:text\",\"text\":\"s3cr3t\"}")
                + frame(answer("1").replace("\"v\"", "\"s3cr3t\"")))
        .doesNotContain("s3cr3t");
  }

  private static String answer(String seq) {
    return "{\"action\":\"webrtc:answer\",\"answer\":{\"type\":\"answer\",\"sdp\":\"v\"},\"seq\":"
        + seq
        + "}";
  }

  private static Json.ObjectBuilder file() {
    return Json.object()
        .put("name", "cat.png")
        .put("size", 1)
        .put("mimeType", "image/png")
        .put("url", "https://files.example/cat.png");
  }

  private static boolean file(String member, Json value) {
    JsonObject frame =
        Json.object()
            .put("action", "chat:file")
            .put("file", file().put(member, value).build())
            .build();
    return ClientFrameReader.read(JsonText.write(frame)) instanceof Result.Read;
  }

  private static boolean isRead(Map<String, String> members) {
    Json.ObjectBuilder frame = Json.object();
    members.forEach(frame::put);
    return ClientFrameReader.read(JsonText.write(frame.build())) instanceof Result.Read;
  }

  private static ClientFrame frame(String text) {
    return ((Result.Read) ClientFrameReader.read(text)).frame();
  }

  private static Refusal refusal(String text) {
    return ((Result.Refused) ClientFrameReader.read(text)).refusal();
  }

  private static ErrorCode codeOf(String text) {
    return refusal(text).code();
  }
}
