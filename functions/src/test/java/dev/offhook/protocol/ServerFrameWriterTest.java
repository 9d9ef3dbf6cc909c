package dev.offhook.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.json.Json;
import dev.offhook.json.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerFrameWriterTest {

  private static final Sender ADA = new Sender(new SessionId("ada"), "Ada");

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T12:00:00Z, 2026-03-01T12:00:00.000Z",
    "2026-03-01T12:00:00.999999Z, 2026-03-01T12:00:00.999Z",
    "2026-03-01T12:00:00.1Z, 2026-03-01T12:00:00.100Z"
  })
  void timesHaveMilliseconds(Instant time, String text) {
    assertThat(ServerFrameWriter.write(new ServerFrame.Pong(Optional.empty(), time)))
        .isEqualTo("{\"action\":\"pong\",\"serverTime\":\"" + text + "\"}");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "999999, 1", "1000000, 1", "1000001, 2"})
  void whoIsToWaitIsNeverToldTooLittle(long nanos, long millis) {
    ServerFrame frame =
        new ServerFrame.Failed(
            Optional.empty(), Refusal.rateLimited("too many", Duration.ofNanos(nanos)));
    assertThat(JsonText.readObject(ServerFrameWriter.write(frame)).orElseThrow().members())
        .containsEntry("retryAfterMs", Json.of(millis));
  }

  @Test
  void aRelayedFrameHasItsMembersInTheirOrderAndNoOthers() {
    Map<String, Json> payload = new LinkedHashMap<>();
    payload.put("offer", JsonText.read("{\"sdp\":\"v\",\"z\":1.0,\"a\":1e0}").orElseThrow());
    payload.put("type", Json.of("video"));
    ServerFrame frame =
        new ServerFrame.Relayed(
            "webrtc:offer", ADA, Optional.of(new CallId("c")), Optional.of(1L), true, payload);
    payload.clear();
    assertThat(ServerFrameWriter.write(frame))
        .isEqualTo(
            "{\"action\":\"webrtc:offer\",\"from\":{\"sessionId\":\"ada\",\"displayName\":\"Ada\"},"
                + "\"callId\":\"c\",\"seq\":1,\"polite\":true,"
                + "\"offer\":{\"sdp\":\"v\",\"z\":1.0,\"a\":1e0},\"type\":\"video\"}");
  }

  @Test
  void aRelayedFrameDoesNotPrintWhatItCarries() {
    assertThat(
            new ServerFrame.Relayed(
                "chat:text",
                ADA,
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of("text", Json.of("s3cr3t"))))
        .asString()
        .doesNotContain("s3cr3t");
  }

  @ParameterizedTest
  @CsvSource({
    "bad-request, false, 400",
    "unknown-action, false, 400",
    "too-large, false, 413",
    "unauthorized, false, 401",
    "forbidden, false, 403",
    "session-expired, true, 401",
    "session-not-found, false, 404",
    "no-peer, false, 409",
    "peer-unavailable, true, 409",
    "room-full, true, 409",
    "glare, false, 409",
    "bad-state, false, 409",
    "no-call, false, 409",
    "rate-limited, true, 429",
    "internal, true, 500"
  })
  void aCodeIsRetryableAsTheContractHasIt(String name, boolean retryable, int status) {
    assertThat(ErrorCode.values()).hasSize(15);
    ErrorCode code =
        Arrays.stream(ErrorCode.values())
            .filter(known -> known.wireName().equals(name))
            .findFirst()
            .orElseThrow();
    assertThat(code.retryable()).isEqualTo(retryable);
    assertThat(code.httpStatus()).isEqualTo(status);
  }
}
