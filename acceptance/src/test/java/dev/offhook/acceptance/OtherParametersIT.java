package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.ack;
import static dev.offhook.acceptance.wire.Frames.error;
import static dev.offhook.acceptance.wire.Frames.frame;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Aws;
import dev.offhook.acceptance.wire.Frames;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** A stack of other parameters: no route for each action, ICE servers, few frames. */
@OffhookStack(
    parameters = {
      Stacks.NO_ACTION_ROUTES,
      Stacks.SLOW_FRAMES,
      Stacks.STUN,
      Stacks.TURN,
      Stacks.PROVIDER
    })
class OtherParametersIT {

  private final Service service;

  OtherParametersIT(LocalStack stack) {
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  void aCallIsMadeWithoutARouteForEachAction() {
    ShortCall.isMade(service);
  }

  /** The provider has not been described yet: it is left out. */
  @Test
  void iceServersAreToldWithCredentialsOfTheSessionAndTheirExpiry() throws Exception {
    Guest ann = service.guest("Ann");
    JsonNode asked = service.http("GET", "/ice-servers", ann).json();
    ann.connect();
    JsonNode established = ann.hello();

    areServersFor(ann, asked.get("iceServers"), asked.get("expiresAt").textValue());
    areServersFor(
        ann, established.get("iceServers"), established.get("iceServersExpireAt").textValue());
  }

  /** As coturn checks it with {@code use-auth-secret}. */
  private void areServersFor(Guest guest, JsonNode servers, String expiresAt) throws Exception {
    Instant expiry = Instant.parse(expiresAt);
    assertThat(Duration.between(Instant.now(), expiry))
        .isBetween(Duration.ofMinutes(119), Duration.ofHours(2));
    String username = expiry.getEpochSecond() + ":" + guest.sessionId();
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(turnSecret().getBytes(UTF_8), "HmacSHA1"));
    String word = Base64.getEncoder().encodeToString(mac.doFinal(username.getBytes(UTF_8)));
    assertThat(servers)
        .isEqualTo(
            frame(
                    """
                    {iceServers: [{urls: ['stun:stun.example:3478', 'stuns:stun.example']},
                     {urls: ['turn:turn.example:3478?transport=udp', 'turns:turn.example:5349'],
                      username: '%s', credential: '%s'}]}
                    """,
                    username, word)
                .get("iceServers"));
  }

  private String turnSecret() {
    ObjectNode request = frame("{SecretId: 'offhook-TurnSecret'}");
    return new Aws(service).secrets("GetSecretValue", request).get("SecretString").textValue();
  }

  @Test
  @Code("rate-limited")
  void whoSendsTooMuchIsToldWhenToSendAgain() {
    CallBetween call = CallBetween.active(service);
    Guest ann = call.caller();
    int sent = 100;
    for (int i = 0; i < sent; i++) {
      ann.socket().send(Said.candidate("burst").put("id", "b-" + i));
    }
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < sent; i++) {
      JsonNode answer = ann.socket().takeAny();
      if (!isTaken(answer, call)) {
        isLimited(answer);
        waits.add(answer.get("retryAfterMs").asLong());
      }
    }
    int taken = sent - waits.size();
    assertThat(taken).isBetween(50, sent - 1);
    long longest = waits.stream().max(Long::compare).orElse(0L);
    assertThat(longest).isPositive();
    LockSupport.parkNanos(Duration.ofMillis(longest).toNanos());
    ann.asks(Said.candidate("after"), ack("delivered", call.callId()));
    for (int i = 0; i <= taken; i++) {
      call.callee().socket().take("webrtc:ice-candidate");
    }
    call.callee().expectsNothing();
  }

  private static boolean isTaken(JsonNode answer, CallBetween call) {
    ObjectNode taken = ack("delivered", call.callId());
    return Frames.isAsExpected(answer, taken.put("id", answer.path("id").asText()));
  }

  private static void isLimited(JsonNode answer) {
    ObjectNode limited = error("rate-limited", true).put("retryAfterMs", Frames.ANY_NUMBER);
    limited.put("id", answer.path("id").asText());
    assertThat(Frames.isAsExpected(answer, limited)).as("%s", answer).isTrue();
  }
}
