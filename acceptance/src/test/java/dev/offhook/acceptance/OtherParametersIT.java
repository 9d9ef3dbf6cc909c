package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.ack;
import static dev.offhook.acceptance.wire.Frames.error;
import static dev.offhook.acceptance.wire.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Frames;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A stack of other parameters: no route for each action, STUN servers, few frames a second. */
@OffhookStack(parameters = {Stacks.NO_ACTION_ROUTES, Stacks.SLOW_FRAMES, Stacks.STUN})
class OtherParametersIT {

  private final Service service;

  OtherParametersIT(LocalStack stack) {
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  void aCallIsMadeWithoutARouteForEachAction() {
    ShortCall.isMade(service);
  }

  @Test
  void stunServersAreTold() {
    Guest ann = service.guest("Ann");
    JsonNode servers =
        frame("{iceServers: [{urls: ['stun:stun.example:3478', 'stuns:stun.example']}]}")
            .get("iceServers");
    assertThat(service.http("GET", "/ice-servers", ann).json().get("iceServers"))
        .isEqualTo(servers);
    ann.connect();
    assertThat(ann.hello().get("iceServers")).isEqualTo(servers);
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
