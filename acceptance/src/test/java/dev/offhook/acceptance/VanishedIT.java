package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.error;
import static dev.offhook.acceptance.wire.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offhook.acceptance.wire.Eventually;
import dev.offhook.acceptance.wire.Frames;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Sessions that stay away for too long, or expire. */
@OffhookStack(parameters = {Stacks.SHORT_RESUME, Stacks.SHORT_SESSIONS, Stacks.FREQUENT_CHECKS})
class VanishedIT {

  private final Service service;

  VanishedIT(LocalStack stack) {
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whoStaysAwayCannotBeCalledAndNobodyIsToldWhy() {
    Guest ann = service.online("Ann");
    Guest left = service.online("Lea");
    left.socket().close();
    Eventually.until(
        "Lea is away for too long",
        () -> {
          JsonNode answer = ann.ask(Said.offer("1", left));
          ann.ask(Said.end());
          String id = answer.path("id").asText();
          return Frames.isAsExpected(answer, error("peer-unavailable", true).put("id", id));
        });
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aSessionThatExpiresIsToldAndItsPeerToo() {
    CallBetween call = CallBetween.active(service);
    Eventually.until(
        "the callee's session expires, and the caller's lives on",
        () -> {
          assertThat(service.http("POST", "/sessions/refresh", call.caller()).status())
              .isEqualTo(200);
          return !call.callee().socket().isOpen();
        });

    call.callee().expects(frame("{action: 'session:ended', reason: 'expired'}"));
    assertThat(call.callee().socket().closed().code()).isEqualTo(1000);
    call.caller()
        .expects(
            frame(
                "{action: 'webrtc:call-end', callId: '%s', reason: 'peer-disconnected'}",
                call.callId()));
  }
}
