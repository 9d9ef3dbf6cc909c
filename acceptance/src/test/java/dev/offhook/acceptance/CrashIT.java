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
import dev.offhook.acceptance.wire.SignalingSocket;
import dev.offhook.local.LocalStack;
import dev.offhook.local.faults.Adversary;
import dev.offhook.local.faults.Invocations;
import dev.offhook.local.junit.OffhookStack;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Functions that die after so many calls of AWS: before their commit, between it and what they
 * send, and after that. The frame sent again with its id does what is left to do, and is answered.
 */
@OffhookStack(faults = "none")
class CrashIT {

  private final Service service;
  private final Adversary adversary;

  CrashIT(LocalStack stack) {
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
    this.adversary = stack.faults();
  }

  /** Says a frame whose function dies, then says it again. */
  private JsonNode saysTwice(Guest guest, ObjectNode frame, int calls) {
    ObjectNode withId = frame.deepCopy().put("id", SignalingSocket.newId());
    adversary.crash(Invocations.of("SignalFunction").with(frame.path("action").asText()), calls);
    guest.socket().send(withId);
    JsonNode crashed = guest.socket().takeAny();
    while (crashed.has("action")) {
      crashed = guest.socket().takeAny();
    }
    assertThat(crashed.path("message").asText()).isEqualTo("Internal server error");
    return guest.ask(withId);
  }

  /** That frame arrived, perhaps more than once, and nothing else. */
  private static void hasHeard(Guest guest, ObjectNode expected) {
    String action = expected.get("action").textValue();
    JsonNode first = guest.socket().take(action);
    guest.ask("{action: 'ping'}");
    List<JsonNode> all = guest.socket().left();
    assertThat(Frames.isAsExpected(first, expected)).as("%s", first).isTrue();
    assertThat(all).allMatch(first::equals);
  }

  @ParameterizedTest(name = "after {0} calls")
  @ValueSource(ints = {1, 3, 4, 5})
  void anOpeningOfferRings(int calls) {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    ObjectNode offer = Said.offer("1", bob);

    JsonNode answer = saysTwice(ann, offer, calls);

    String callId = answer.path("callId").asText();
    assertThat(answer.path("delivery").asText()).isEqualTo("delivered");
    hasHeard(bob, Said.relayed(offer, ann, callId).put("polite", true));
    new CallBetween(ann, bob, callId).answered().isActive();
  }

  @ParameterizedTest(name = "after {0} calls")
  @ValueSource(ints = {2, 3})
  void anAnswerIsHeard(int calls) {
    CallBetween call = CallBetween.ringing(service);
    ObjectNode said = Said.answer("1");

    JsonNode answer = saysTwice(call.callee(), said, calls);

    assertThat(answer.path("delivery").asText()).isEqualTo("delivered");
    hasHeard(call.caller(), Said.relayed(said, call.callee(), call.callId()));
    call.isActive();
  }

  @ParameterizedTest(name = "after {0} calls")
  @ValueSource(ints = {1, 2})
  void aCandidateIsHeard(int calls) {
    CallBetween call = CallBetween.active(service);
    ObjectNode said = Said.candidate("1");

    JsonNode answer = saysTwice(call.callee(), said, calls);

    assertThat(answer.path("delivery").asText()).isEqualTo("delivered");
    hasHeard(call.caller(), Said.relayed(said, call.callee(), call.callId()));
  }

  @ParameterizedTest(name = "after {0} calls")
  @ValueSource(ints = {2, 3})
  void anEndIsToldAndAnsweredLikeTheFirstTime(int calls) {
    CallBetween active = CallBetween.active(service);
    CallBetween cancelled = CallBetween.ringing(service);
    CallBetween rejected = CallBetween.ringing(service);
    CallBetween timedOut = CallBetween.ringing(service);

    ends(active, active.callee(), Said.end(), "call-end", "hangup", calls);
    ends(cancelled, cancelled.caller(), Said.end(), "call-end", "cancelled", calls);
    ends(rejected, rejected.callee(), Said.reject(), "call-reject", "rejected", calls);
    Guest caller = timedOut.caller();
    JsonNode answer = saysTwice(caller, Said.timeOut(), calls);
    assertThat(answer.path("callId").asText()).isEqualTo(timedOut.callId());
    ObjectNode told = frame("{action: 'webrtc:call-timeout', callId: '%s'}", timedOut.callId());
    hasHeard(timedOut.callee(), told.set("from", caller.sender()));
    timedOut.isOver();
  }

  private void ends(
      CallBetween call, Guest by, ObjectNode said, String told, String reason, int calls) {
    JsonNode answer = saysTwice(by, said, calls);

    assertThat(answer.path("delivery").asText()).isEqualTo("delivered");
    assertThat(answer.path("callId").asText()).isEqualTo(call.callId());
    Guest other = by == call.caller() ? call.callee() : call.caller();
    hasHeard(other, RingingCallIT.over(told, reason, by, call));
    call.isOver();
  }

  @ParameterizedTest(name = "after {0} calls")
  @ValueSource(ints = {4, 5})
  void whoJoinsIsAnnounced(int calls) {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    String room = Rooms.newName();
    ann.asks(Rooms.join(room), Rooms.joined(room, false));

    JsonNode answer = saysTwice(bob, Rooms.join(room), calls);

    assertThat(answer.path("youOffer").asBoolean()).isTrue();
    hasHeard(ann, Rooms.peerJoined(room, bob));
  }

  @ParameterizedTest(name = "after {0} calls")
  @ValueSource(ints = {2, 3})
  void whoLeavesIsMissed(int calls) {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    String room = Rooms.meet(ann, bob);

    JsonNode answer = saysTwice(bob, Rooms.leave(), calls);

    assertThat(answer.path("action").asText()).isEqualTo("ack");
    hasHeard(ann, Rooms.peerLeft(room, bob.peer(true), "left"));
  }

  @ParameterizedTest(name = "after {0} calls")
  @ValueSource(ints = {1, 3, 5})
  void whatWaitedIsDeliveredInOrder(int calls) {
    CallBetween call = CallBetween.active(service);
    Guest ann = call.caller();
    Guest bob = call.callee();
    bob.socket().close();
    for (int seq = 1; seq <= 3; seq++) {
      ann.asks(Said.candidate(seq), ack("queued", call.callId()));
    }
    bob.connect();

    JsonNode established = saysTwice(bob, frame("{action: 'session:hello'}"), calls);

    assertThat(established.path("action").asText()).isEqualTo("connection:established");
    ann.asks(Said.candidate(4), ack("delivered", call.callId()));
    bob.ask("{action: 'ping'}");
    assertThat(inOrder(bob.socket().left())).containsExactly(1, 2, 3, 4);
  }

  /** The function that delivers it dies when it has begun, and nobody says hello once more. */
  @Test
  void whatWaitedIsDeliveredByATimerAtTheLatest() {
    CallBetween call = CallBetween.active(service);
    Guest ann = call.caller();
    Guest bob = call.callee();
    bob.socket().close();
    ann.asks(Said.candidate(1), ack("queued", call.callId()));
    ann.asks(Said.candidate(2), ack("queued", call.callId()));
    bob.connect();
    adversary.crash(Invocations.of("SignalFunction").with("session:hello"), 3);

    bob.say("{action: 'session:hello'}");

    assertThat(bob.socket().take("webrtc:ice-candidate").path("seq").asInt()).isEqualTo(1);
    assertThat(bob.socket().take("webrtc:ice-candidate").path("seq").asInt()).isEqualTo(2);
    ann.asks(Said.candidate(3), ack("delivered", call.callId()));
  }

  /** As a client takes them: put in order by what comes next, repeats dropped. */
  private static List<Integer> inOrder(List<JsonNode> frames) {
    int[] last = {0};
    return frames.stream()
        .map(frame -> frame.path("seq").asInt())
        .filter(seq -> seq == last[0] + 1)
        .peek(seq -> last[0] = seq)
        .toList();
  }

  @Test
  void aFrameThatFailedBeforeItChangedAnythingIsRefusedTheSecondTimeToo() {
    Guest ann = service.online("Ann");

    JsonNode answer = saysTwice(ann, Said.offer("to nobody").put("to", "never-was"), 1);

    assertThat(
            Frames.isAsExpected(
                answer, error("peer-unavailable", true).put("id", answer.path("id").asText())))
        .isTrue();
  }
}
