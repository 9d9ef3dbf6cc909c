package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.ack;
import static dev.offhook.acceptance.wire.Frames.error;
import static dev.offhook.acceptance.wire.Frames.frame;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Frames;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.acceptance.wire.SignalingSocket;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the service refuses, by the codes of the contract. */
@OffhookStack
class RefusalsIT {

  private static final int FRAME_BYTES = 32 * 1024;

  private final Service service;

  RefusalsIT(LocalStack stack) {
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  @Code("bad-request")
  void aMemberThatIsNotAsItMustBeIsNamedByItsPath() {
    CallBetween call = CallBetween.active(service);
    Guest ann = call.caller();
    ann.asks(
        frame("{action: 'webrtc:offer', offer: {type: 'offer'}, type: 'video'}"),
        error("bad-request", false).put("path", "/offer/sdp"));
    ann.asks(
        frame("{action: 'webrtc:ice-candidate', candidates: [null, {sdpMid: 1}]}"),
        error("bad-request", false).put("path", "/candidates/1/sdpMid"));
    ann.asks(
        Said.offer("1").put("to", ann.sessionId()), error("bad-request", false).put("path", "/to"));
    ann.say("{action: 7}");
    ann.expects(error("bad-request", false).put("path", "/action"));
    ann.say("{action: 'ping', id: 'no good'}");
    ann.expects(error("bad-request", false).put("path", "/id"));
    call.isActive();
  }

  @Test
  @Code("unknown-action")
  void anActionThatNobodyKnowsIsRefused() {
    Guest ann = service.online("Ann");
    for (String action : List.of("webrtc:pranswer", "$default", "$connect", "session:ended")) {
      ann.asks(frame("{action: '%s'}", action), error("unknown-action", false));
    }
    ann.say("{action: 'nobody:knows'}");
    ann.expects(error("unknown-action", false));
    ann.expectsNothing();
  }

  @Test
  @Code("too-large")
  void aMessageOver32KibInPartsIsRefusedAndTheConnectionStays() {
    CallBetween call = CallBetween.active(service);
    Guest ann = call.caller();
    String message = ofBytes(FRAME_BYTES + 1);
    ann.socket().sendPart(message.substring(0, FRAME_BYTES / 2), false);
    ann.socket().sendPart(message.substring(FRAME_BYTES / 2), true);
    ann.expects(error("too-large", false));
    String greatest = ofBytes(FRAME_BYTES);
    ann.socket().sendPart(greatest.substring(0, FRAME_BYTES / 2), false);
    ann.socket().sendPart(greatest.substring(FRAME_BYTES / 2), true);
    ann.expects(ack("delivered", call.callId()).put("id", "large"));
    assertThat(call.callee().socket().take("webrtc:offer").at("/offer/sdp").asText())
        .hasSizeGreaterThan(FRAME_BYTES - 200);
    call.isActive();
  }

  @Test
  @Code({"unauthorized", "forbidden"})
  void aTokenThatIsNotTheSessionsRefreshesNothing() {
    Guest ann = service.online("Ann");
    Guest bob = service.guest("Bob");
    ObjectNode unauthorized = error("unauthorized", false);
    for (String token : List.of("x", "a.b.c", bob.token(), ann.token() + "x")) {
      ann.asks(refresh(token), unauthorized);
    }
    TokenAttacks.on(service, ann).entrySet().stream()
        .filter(attack -> attack.getKey().startsWith("alg "))
        .forEach(attack -> ann.asks(refresh(attack.getValue()), unauthorized));
    Forgery forgery = new Forgery(service);
    ann.asks(refresh(forgery.notAGuest(ann)), error("forbidden", false));
    ann.asks(refresh(forgery.expired(ann)), unauthorized);
    ann.asks(refresh(ann.token()), ack("none"));
    ann.expectsNothing();
  }

  @Test
  @Code("peer-unavailable")
  void whoCannotBeCalledIsNeverToldWhy() {
    Guest ann = service.online("Ann");
    Guest revoked = service.online("Rob");
    Guest neverConnected = service.guest("Ned");
    Guest withoutHello = service.guest("Will");
    assertThat(service.http("DELETE", "/sessions/me", revoked).status()).isEqualTo(204);
    try (SignalingSocket silent = withoutHello.connect()) {
      Set<JsonNode> answers = new LinkedHashSet<>();
      for (String to :
          List.of(
              "never-was",
              revoked.sessionId(),
              neverConnected.sessionId(),
              withoutHello.sessionId())) {
        JsonNode answer = ann.ask(Said.offer("1").put("to", to).put("id", "same"));
        assertThat(Frames.isAsExpected(answer, error("peer-unavailable", true).put("id", "same")))
            .as("%s", answer)
            .isTrue();
        answers.add(answer);
      }
      assertThat(answers).hasSize(1);
      silent.expectNothing();
    }
    ann.expectsNothing();
  }

  @Test
  @Code("no-call")
  void aCallThatIsNotYoursIsAsIfItDidNotExist() {
    CallBetween call = CallBetween.active(service);
    Guest carl = service.online("Carl");
    Set<JsonNode> answers = new LinkedHashSet<>();
    for (String callId : List.of(call.callId(), "never-was")) {
      answers.add(carl.ask(Said.candidate("1").put("callId", callId).put("id", "same")));
      answers.add(carl.ask(Said.answer("1").put("callId", callId).put("id", "same")));
      carl.asks(Said.end().put("callId", callId), ack("none"));
    }
    assertThat(answers).hasSize(1);
    assertThat(answers.iterator().next().path("code").asText()).isEqualTo("no-call");
    call.isActive();
  }

  @Test
  @Code("internal")
  void aFaultOfTheServiceIsToldAsSuchAndTheConnectionStays() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    Damage damage = new Damage(service);
    damage.breakSession(ann);
    ann.asks(frame("{action: 'ping'}"), error("internal", true));
    ann.asks(frame("{action: 'nobody:knows'}"), error("unknown-action", false));
    bob.asks(Said.offer("1", ann), error("internal", true));
    damage.repairSession(ann);
    CallBetween.ringing(bob, ann).answered().isActive();
  }

  private static ObjectNode refresh(String token) {
    return frame("{action: 'session:refresh'}").put("token", token);
  }

  /** An offer of exactly so many bytes. */
  private static String ofBytes(int bytes) {
    ObjectNode offer = Said.offer("").put("id", "large");
    offer.withObject("offer").put("sdp", "v=0 ");
    int rest = bytes - offer.toString().getBytes(UTF_8).length;
    offer.withObject("offer").put("sdp", "v=0 " + "x".repeat(rest));
    return offer.toString();
  }
}
