package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.ack;
import static dev.offhook.acceptance.wire.Frames.error;
import static dev.offhook.acceptance.wire.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Eventually;
import dev.offhook.acceptance.wire.Frames;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.HttpAnswer;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.acceptance.wire.SignalingSocket;
import dev.offhook.acceptance.wire.SignalingSocket.RefusedException;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tokens and sessions that run out. */
@OffhookStack(
    parameters = {
      Stacks.SHORT_TOKENS,
      Stacks.SHORT_SESSIONS,
      Stacks.SHORT_TICKETS,
      Stacks.SHORT_RING
    })
class ExpiryIT {

  private final Service service;

  ExpiryIT(LocalStack stack) {
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  @Code("session-expired")
  void aTokenThatRanOutIsHealedByAFreshOne() {
    Guest ann = service.online("Ann");
    awaitCode(ann, "session-expired");
    ObjectNode expired = error("session-expired", true);
    for (ObjectNode said :
        List.of(
            frame("{action: 'session:hello'}"),
            frame("{action: 'ping'}"),
            Rooms.join("any"),
            Said.offer("1").put("to", "anybody"),
            Said.end(),
            Said.text("1"))) {
      ann.asks(said, expired);
    }
    ann.asks(frame("{action: 'nobody:knows'}"), error("unknown-action", false));
    ann.asks(refresh(ann.token()), error("unauthorized", false));
    ann.asks(refresh(freshToken(ann)), ack("none"));
    JsonNode pong = ann.ask("{action: 'ping'}");
    assertThat(pong.path("action").asText()).isEqualTo("pong");
    awaitCode(ann, "session-expired");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  @Code("session-not-found")
  void aSessionThatExpiredIsNotFoundAnyMore() {
    Guest ann = service.guest("Ann");
    // Who has not said hello is not told: frames of the session go nowhere yet.
    ann.connect();
    Guest bob = service.online("Bob");
    awaitCode(ann, "session-not-found");
    ann.asks(Said.offer("1", bob), error("session-not-found", false));
    HttpAnswer answer = service.http("POST", "/sessions/refresh", ann);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().path("code").asText()).isEqualTo("session-not-found");
    Assertions.assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(ann::connect)
        .satisfies(refused -> assertThat(refused.status()).isEqualTo(401));
    Guest carl = service.online("Carl");
    JsonNode expired = carl.ask(Said.offer("1", ann).put("id", "same"));
    JsonNode neverWas = carl.ask(Said.offer("1").put("to", "never-was").put("id", "same"));
    assertThat(expired).isEqualTo(neverWas);
    assertThat(Frames.isAsExpected(expired, error("peer-unavailable", true).put("id", "same")))
        .isTrue();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aTokenThatRanOutOpensNoConnectionAndRefreshes() {
    Guest ann = service.guest("Ann");
    Eventually.until(
        "the token runs out", () -> service.http("GET", "/ice-servers", ann).status() == 401);
    Assertions.assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(ann::connect)
        .satisfies(refused -> assertThat(refused.status()).isEqualTo(401));
    assertThat(service.http("DELETE", "/sessions/me", ann).status()).isEqualTo(401);
    service.connect(freshToken(ann)).close();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whatRangOutWhileTheCallerWasAwayIsToldWithAFreshToken() {
    CallBetween call = CallBetween.ringing(service);
    call.caller().socket().close();
    call.callee().socket().take("webrtc:call-timeout");
    try (SignalingSocket back = service.connect(freshToken(call.caller()))) {
      back.ask(frame("{action: 'session:hello'}"));
      assertThat(back.take("webrtc:call-timeout").path("callId").asText()).isEqualTo(call.callId());
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void onlyTheTimeOfIssueMayBeAheadOfTheServicesClock() {
    Guest ann = service.guest("Ann");
    Forgery forgery = new Forgery(service);
    Instant now = Instant.now();
    Instant later = now.plusSeconds(60);
    assertThat(service.handshake(forgery.inTime(ann, now, later))).isEqualTo(101);
    assertThat(service.handshake(forgery.inTime(ann, now.plusSeconds(4), later))).isEqualTo(101);
    assertThat(service.handshake(forgery.inTime(ann, now.plusSeconds(30), later))).isEqualTo(401);
    assertThat(service.handshake(forgery.inTime(ann, now, now))).isEqualTo(401);
    assertThat(service.handshake(forgery.inTime(ann, now, now.minusSeconds(4)))).isEqualTo(401);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aTicketThatExpiredOpensNoConnection() throws InterruptedException {
    Guest ann = service.guest("Ann");
    String ticket = ann.ticket();
    service.connect(ann.ticket()).close();
    Thread.sleep(Stacks.TICKET_MILLIS);
    assertThat(service.handshake(ticket)).isEqualTo(401);
    assertThat(service.handshake(freshToken(ann))).as("the session lives").isEqualTo(101);
  }

  private String freshToken(Guest guest) {
    HttpAnswer answer = service.http("POST", "/sessions/refresh", guest);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("sessionId").asText()).isEqualTo(guest.sessionId());
    return answer.json().path("token").asText();
  }

  private static ObjectNode refresh(String token) {
    return frame("{action: 'session:refresh'}").put("token", token);
  }

  private static void awaitCode(Guest guest, String code) {
    Eventually.until(
        guest + " is answered " + code,
        () -> guest.ask("{action: 'ping'}").path("code").asText().equals(code));
  }
}
