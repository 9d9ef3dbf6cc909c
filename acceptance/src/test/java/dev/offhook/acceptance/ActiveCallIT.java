package dev.offhook.acceptance;

import static dev.offhook.acceptance.RingingCallIT.over;
import static dev.offhook.acceptance.wire.Frames.ack;
import static dev.offhook.acceptance.wire.Frames.error;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What happens to frames in a call that was answered. */
@OffhookStack
class ActiveCallIT {

  private final Service service;

  ActiveCallIT(LocalStack stack) {
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  @Row("ringing, active | offer to a third | either")
  @DisplayName("active + offer to a third: bad-state, the third is told nothing")
  void anOfferToAThirdIsRefused() {
    CallBetween call = CallBetween.active(service);
    Guest carl = service.online("Carl");
    for (Guest side : List.of(call.caller(), call.callee())) {
      side.asks(Said.offer("third", carl), error("bad-state", false));
    }
    call.isActive();
    carl.expectsNothing();
  }

  @Test
  @Row("active | offer, answer | either")
  @DisplayName("active + offer, answer: each goes to the other, any number, not polite")
  void bothSidesNegotiate() {
    CallBetween call = CallBetween.active(service);
    for (int round = 1; round <= 2; round++) {
      passes(call.caller(), call.callee(), Said.offer("again"), call);
      passes(call.callee(), call.caller(), Said.answer("again"), call);
      passes(call.callee(), call.caller(), Said.offer("hold", call.caller()), call);
      passes(call.caller(), call.callee(), Said.answer("hold"), call);
    }
    call.isActive();
  }

  @Test
  @Row("ringing, active | ice-candidate | either")
  @DisplayName("active + ice-candidate: it goes to the other, untouched")
  void candidatesArePassedOn() {
    CallBetween call = CallBetween.active(service);
    Candidates.travelBothWays(call);
    call.isActive();
  }

  @Test
  @Row("active | call-reject, call-timeout | either")
  @Code("bad-state")
  @DisplayName("active + call-reject, call-timeout: bad-state; it goes on")
  void anActiveCallIsEndedOnlyByCallEnd() {
    CallBetween call = CallBetween.active(service);
    for (Guest side : List.of(call.caller(), call.callee())) {
      for (ObjectNode end : List.of(Said.reject(), Said.timeOut())) {
        side.asks(end, error("bad-state", false));
        side.asks(end.put("callId", call.callId()), error("bad-state", false));
      }
    }
    call.isActive();
  }

  @Test
  @Row("active | call-end | either")
  @DisplayName("active + call-end: ended; the other gets webrtc:call-end hangup")
  void eitherSideHangsUp() {
    for (boolean byCaller : new boolean[] {true, false}) {
      CallBetween call = CallBetween.active(service);
      Guest ends = byCaller ? call.caller() : call.callee();
      Guest other = byCaller ? call.callee() : call.caller();
      Guest bystander = service.online("Eve");
      ends.asks(Said.end(), ack("delivered", call.callId()));
      other.expects(over("call-end", "hangup", ends, call));
      call.isOver();
      bystander.expectsNothing();
    }
  }

  @Test
  @Row("active | call-end | either")
  @DisplayName("active + call-end with a reason: the other is told the reason")
  void theReasonIsToldOn() {
    for (String reason : List.of("hangup", "cancelled", "ice-failed", "media-failed")) {
      CallBetween call = CallBetween.active(service);
      call.callee().asks(Said.end().put("reason", reason), ack("delivered", call.callId()));
      call.caller().expects(over("call-end", reason, call.callee(), call));
    }
  }

  @Test
  @Row("none, ended | answer, ice-candidate | either")
  @DisplayName("active + a frame that names another call: no-call, ends ack none; it goes on")
  void whatNamesAnotherCallChangesNothing() {
    CallBetween call = CallBetween.active(service);
    for (Guest side : List.of(call.caller(), call.callee())) {
      for (ObjectNode frame :
          List.of(Said.offer("other"), Said.answer("other"), Said.candidate("other"))) {
        side.asks(frame.put("callId", "another"), error("no-call", false));
      }
      side.asks(Said.end().put("callId", "another"), ack("none"));
    }
    call.isActive();
  }

  private static void passes(Guest from, Guest to, ObjectNode said, CallBetween call) {
    from.asks(said, ack("delivered", call.callId()));
    to.expects(Said.relayed(said, from, call.callId()));
  }
}
