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
import dev.offhook.local.junit.OffhookStack;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What happens to frames of sessions that are in no call. */
@OffhookStack
class WithoutCallIT {

  private final Service service;

  WithoutCallIT(LocalStack stack) {
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  @Row("none | offer | A to B")
  @DisplayName("none + offer: it rings; B gets the offer, polite")
  void anOfferOpensACall() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    Guest bystander = service.online("Eve");
    ObjectNode offer = Said.offer("1", bob);
    JsonNode ack = ann.ask(offer);
    String callId = ack.path("callId").asText();
    assertThat(callId).matches("[A-Za-z0-9_-]{22}");
    bob.expects(Said.relayed(offer, ann, callId).put("polite", true));
    assertThat(ack).isEqualTo(ack("delivered", callId).put("id", ack.get("id").textValue()));
    new CallBetween(ann, bob, callId).stillRings();
    bystander.expectsNothing();
  }

  @Test
  @Row("none | offer | A to B")
  @DisplayName("none + offer without seq and without id: B gets it without seq; A gets nothing")
  void anOfferWithoutAnIdIsNotAnswered() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    ObjectNode offer = Said.offer("1", bob);
    offer.remove("seq");
    ann.socket().send(offer);
    JsonNode received = bob.socket().take("webrtc:offer");
    String callId = received.path("callId").asText();
    assertThat(received).isEqualTo(Said.relayed(offer, ann, callId).put("polite", true));
    new CallBetween(ann, bob, callId).stillRings();
  }

  @Test
  @Row("none | offer | A to B")
  @DisplayName("none + offer without to: it goes to the only other one in the room")
  void anOfferGoesToTheRoomMate() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    Rooms.meet(ann, bob);
    ObjectNode offer = Said.offer("1");
    String callId = ann.ask(offer).path("callId").asText();
    bob.expects(Said.relayed(offer, ann, callId).put("polite", true));
    new CallBetween(ann, bob, callId).answered().isActive();
  }

  @Test
  @Row("none | offer | A to B")
  @DisplayName("none + offer sent again with its id: never a second call")
  void anOfferSentAgainOpensNoSecondCall() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    ObjectNode offer = Said.offer("1", bob).put("id", "again");
    String callId = ann.ask(offer).path("callId").asText();
    ObjectNode relayed = Said.relayed(offer, ann, callId).put("polite", true);
    bob.expects(relayed);
    ann.asks(offer, ack("delivered", callId));
    bob.expects(relayed);
    CallBetween call = new CallBetween(ann, bob, callId);
    call.stillRings();
    call.answered();
    ann.asks(offer, ack("delivered", callId));
    call.isActive();
    ann.asks(Said.end(), ack("delivered", callId));
    bob.socket().take("webrtc:call-end");
    ann.asks(offer, ack("none", callId));
    call.isOver();
  }

  @Test
  @Row("none | offer | A to busy B")
  @DisplayName("none + offer to one who is busy: webrtc:call-reject busy; B is told nothing")
  void anOfferToABusyOneIsRejected() {
    for (boolean answered : new boolean[] {false, true}) {
      CallBetween call = answered ? CallBetween.active(service) : CallBetween.ringing(service);
      Guest carl = service.online("Carl");
      ObjectNode busy = frame("{action: 'webrtc:call-reject', reason: 'busy'}");
      for (Guest side : List.of(call.caller(), call.callee())) {
        carl.asks(Said.offer("busy?", side), busy);
        carl.socket().send(Said.offer("busy?", side));
        carl.expects(busy);
      }
      carl.asks(Said.candidate("late"), error("no-call", false));
      carl.expectsNothing();
      if (answered) {
        call.isActive();
      } else {
        call.stillRings();
      }
    }
  }

  @Test
  @Row("none, ended | call-end, call-reject, call-timeout | either")
  @DisplayName("none, ended + call-end, call-reject, call-timeout: ack none, nobody is told")
  void endingTwiceIsNoError() {
    CallBetween call = CallBetween.active(service);
    Guest fresh = service.online("Fresh");
    call.caller().asks(Said.end(), ack("delivered", call.callId()));
    call.callee().socket().take("webrtc:call-end");
    for (Guest guest : List.of(call.caller(), call.callee(), fresh)) {
      for (ObjectNode end : List.of(Said.end(), Said.reject(), Said.timeOut())) {
        guest.asks(end, ack("none"));
        guest.asks(end.put("callId", call.callId()), ack("none"));
        guest.asks(end.put("callId", "never-was"), ack("none"));
      }
    }
    call.isOver();
    fresh.expectsNothing();
  }

  @Test
  @Row("none, ended | answer, ice-candidate | either")
  @DisplayName("none, ended + answer, ice-candidate: no-call, nobody is told")
  void whatBelongsToNoCallIsRefused() {
    CallBetween call = CallBetween.active(service);
    Guest fresh = service.online("Fresh");
    call.callee().asks(Said.end(), ack("delivered", call.callId()));
    call.caller().socket().take("webrtc:call-end");
    for (Guest guest : List.of(call.caller(), call.callee(), fresh)) {
      for (ObjectNode late : List.of(Said.answer("late"), Said.candidate("late"))) {
        guest.asks(late, error("no-call", false));
        guest.asks(late.put("callId", call.callId()), error("no-call", false));
      }
      guest.asks(Said.offer("late").put("callId", call.callId()), error("no-call", false));
    }
    call.isOver();
    fresh.expectsNothing();
  }

  @Test
  @Row("none, ended | call-end, call-reject, call-timeout | either")
  @DisplayName("ended + offer: another call opens between the same two, in either direction")
  void anotherCallOpensAfterTheEnd() {
    CallBetween first = CallBetween.active(service);
    first.caller().asks(Said.end(), ack("delivered", first.callId()));
    first.callee().socket().take("webrtc:call-end");
    CallBetween second = CallBetween.ringing(first.callee(), first.caller());
    assertThat(second.callId()).isNotEqualTo(first.callId());
    second.caller().asks(Said.end().put("callId", first.callId()), ack("none"));
    second.stillRings();
    second.answered().isActive();
  }
}
