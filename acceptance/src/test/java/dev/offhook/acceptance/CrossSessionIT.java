package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.ack;
import static dev.offhook.acceptance.wire.Frames.error;
import static dev.offhook.acceptance.wire.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.aws.AwsCall;
import dev.offhook.local.junit.OffhookStack;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Guests with sessions of their own who know ids of others. What they are told is compared to the
 * byte with what they are told of ids that never were, and time as the requests that were made: the
 * same ones. Frames here are one interval of the rate limit apart.
 */
@OffhookStack(parameters = {"FramesPerSecond=1000", "FramesBurst=1000"})
class CrossSessionIT {

  private static final String NEVER_WAS = "AAAAAAAAAAAAAAAAAAAAAA";

  private final LocalStack stack;
  private final Service service;

  CrossSessionIT(LocalStack stack) {
    this.stack = stack;
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  /** What somebody was told, but for the id of the frame, and what the service did for it. */
  private record Told(String answer, List<String> requests) {}

  private Told told(Guest guest, ObjectNode frame) {
    long mark = stack.awsCalls().mark();
    String answer = guest.ask(frame.put("id", "same")).toString();
    List<String> requests =
        stack.awsCalls().since(mark).stream()
            .filter(call -> call.function().equals("SignalFunction"))
            .map(AwsCall::operation)
            .toList();
    return new Told(answer, requests);
  }

  private static List<ObjectNode> ofACall() {
    return List.of(
        Said.offer("stolen"),
        Said.answer("stolen"),
        Said.candidate("stolen"),
        Said.end(),
        Said.reject(),
        Said.timeOut());
  }

  @Test
  void aStolenCallIdIsGoodForNothingAndTellsNothing() {
    for (boolean answered : new boolean[] {false, true}) {
      CallBetween call = answered ? CallBetween.active(service) : CallBetween.ringing(service);
      Guest eve = service.online("Eve");
      for (ObjectNode said : ofACall()) {
        Told real = told(eve, said.deepCopy().put("callId", call.callId()));
        Told invented = told(eve, said.deepCopy().put("callId", NEVER_WAS));
        assertThat(real).as("%s", said.path("action")).isEqualTo(invented);
      }
      ObjectNode hello = frame("{action: 'session:hello', resume: {lastSeq: 0}}");
      ((ObjectNode) hello.get("resume")).put("callId", call.callId());
      JsonNode established = eve.ask(hello);
      assertThat(established.has("call")).isFalse();
      assertThat(established.path("peers")).isEmpty();
      eve.expectsNothing();
      if (answered) {
        call.isActive();
      } else {
        call.stillRings();
      }
    }
  }

  @Test
  void whoIsInACallOfTheirOwnReachesNoOtherCall() {
    CallBetween call = CallBetween.active(service);
    CallBetween own = CallBetween.active(service);
    for (ObjectNode said : ofACall()) {
      Told real = told(own.caller(), said.deepCopy().put("callId", call.callId()));
      Told invented = told(own.caller(), said.deepCopy().put("callId", NEVER_WAS));
      assertThat(real).as("%s", said.path("action")).isEqualTo(invented);
    }
    own.caller().asks(Said.offer("third", call.callee()), error("bad-state", false));
    own.isActive();
    call.isActive();
  }

  @Test
  void aStolenRoomIsFullAndNothingIsHeardOfIt() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    Guest eve = service.online("Eve");
    String room = Rooms.meet(ann, bob);
    eve.asks(Rooms.join(room), error("room-full", true));
    eve.asks(Said.text("in there?"), error("no-peer", false));
    eve.asks(Said.offer("in there?"), error("no-peer", false));
    ann.asks(Said.text("between us"), ack("delivered"));
    bob.socket().take("chat:text");
    eve.expectsNothing();
    ann.expectsNothing();
    bob.expectsNothing();
  }

  @Test
  void whetherASessionExistsIsToldByNeitherAnswerNorRequests() {
    Guest eve = service.online("Eve");
    Guest revoked = service.online("Rob");
    Guest neverConnected = service.guest("Ned");
    assertThat(service.http("DELETE", "/sessions/me", revoked).status()).isEqualTo(204);
    List<Told> all = new ArrayList<>();
    for (String to : List.of(NEVER_WAS, revoked.sessionId(), neverConnected.sessionId())) {
      all.add(told(eve, Said.offer("there?").put("to", to)));
    }
    assertThat(all.getFirst().answer()).contains("peer-unavailable");
    assertThat(all).containsOnly(all.getFirst());
    eve.expectsNothing();
  }

  @Test
  void nobodySpeaksAsAnother() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    Guest eve = service.online("Eve");
    String room = Rooms.newName();
    ann.asks(Rooms.join(room), Rooms.joined(room, false));
    eve.asks(Rooms.join(room), Rooms.joined(room, true, ann.peer(true)));
    ann.expects(Rooms.peerJoined(room, eve));
    ObjectNode said = Said.text("I am Bob").put("sessionId", bob.sessionId());
    said.set("from", bob.sender());
    said.put("connectionId", "stolen");
    eve.asks(said, ack("delivered"));
    assertThat(ann.socket().take("chat:text").get("from")).isEqualTo(eve.sender());
    bob.expectsNothing();
  }

  @Test
  void aTicketIsGoodOnceWhoeverHasItAndTheLaterOneIsTurnedAway() {
    Guest ann = service.online("Ann");
    String ticket = ann.ticket();
    assertThat(service.handshake(ticket)).isEqualTo(101);
    long mark = stack.awsCalls().mark();
    assertThat(service.handshake(ticket)).isEqualTo(401);
    List<String> used = authorizerSince(mark);
    mark = stack.awsCalls().mark();
    assertThat(service.handshake("A".repeat(43))).isEqualTo(401);
    assertThat(authorizerSince(mark)).as("one that never was").isEqualTo(used);
    ann.asks(frame("{action: 'room:leave'}"), ack("none"));
  }

  private List<String> authorizerSince(long mark) {
    return stack.awsCalls().since(mark).stream()
        .filter(call -> call.function().equals("AuthorizerFunction"))
        .filter(call -> call.service().equals("DynamoDB"))
        .map(AwsCall::operation)
        .toList();
  }
}
