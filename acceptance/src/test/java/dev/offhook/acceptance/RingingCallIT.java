package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.ack;
import static dev.offhook.acceptance.wire.Frames.error;
import static dev.offhook.acceptance.wire.Frames.frame;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What happens to frames while a call rings. */
@OffhookStack
class RingingCallIT {

  private final Service service;

  RingingCallIT(LocalStack stack) {
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  @Row("ringing, active | offer to a third | either")
  @DisplayName("ringing + offer to a third: bad-state, the third is told nothing")
  void anOfferToAThirdIsRefused() {
    CallBetween call = CallBetween.ringing(service);
    Guest carl = service.online("Carl");
    for (Guest side : List.of(call.caller(), call.callee())) {
      side.asks(Said.offer("third", carl), error("bad-state", false));
      side.asks(Said.offer("nobody").put("to", "never-was"), error("bad-state", false));
    }
    call.stillRings();
    carl.expectsNothing();
  }

  @Test
  @Row("ringing | offer | caller")
  @DisplayName("ringing + offer(caller): it goes to the callee, not polite; it rings")
  void anotherOfferOfTheCallerIsPassedOn() {
    CallBetween call = CallBetween.ringing(service);
    for (ObjectNode offer :
        List.of(
            Said.offer("restart"),
            Said.offer("restart", call.callee()),
            Said.offer("restart").put("callId", call.callId()))) {
      call.caller().asks(offer, ack("delivered", call.callId()));
      call.callee().expects(Said.relayed(offer, call.caller(), call.callId()));
    }
    call.caller().asks(Said.offer("restart").put("callId", "never-was"), error("no-call", false));
    call.stillRings();
  }

  @Test
  @Row("ringing | offer | callee (glare)")
  @Code("glare")
  @DisplayName("ringing + offer(callee): glare with the callId; the caller is told nothing")
  void anOfferOfTheCalleeIsGlare() {
    CallBetween call = CallBetween.ringing(service);
    ObjectNode glare = error("glare", false).put("callId", call.callId());
    call.callee().asks(Said.offer("mine"), glare);
    call.callee().asks(Said.offer("mine", call.caller()), glare);
    call.stillRings();
    call.answered().isActive();
  }

  @Test
  @Row("ringing | answer | callee")
  @DisplayName("ringing + answer(callee): active; it goes to the caller")
  void theAnswerOfTheCalleeMakesItActive() {
    CallBetween call = CallBetween.ringing(service);
    Guest bystander = service.online("Eve");
    ObjectNode answer = Said.answer("first").put("callId", call.callId());
    call.callee().asks(answer, ack("delivered", call.callId()));
    call.caller().expects(Said.relayed(answer, call.callee(), call.callId()));
    call.isActive();
    bystander.expectsNothing();
  }

  @Test
  @Row("ringing | answer | caller")
  @DisplayName("ringing + answer(caller): bad-state; it rings")
  void anAnswerOfTheCallerIsRefused() {
    CallBetween call = CallBetween.ringing(service);
    call.caller().asks(Said.answer("mine"), error("bad-state", false));
    call.caller().asks(Said.answer("mine").put("callId", call.callId()), error("bad-state", false));
    call.stillRings();
  }

  @Test
  @Row("ringing, active | ice-candidate | either")
  @DisplayName("ringing + ice-candidate: it goes to the other, untouched; it rings")
  void candidatesArePassedOn() {
    CallBetween call = CallBetween.ringing(service);
    Candidates.travelBothWays(call);
    call.stillRings();
  }

  @Test
  @Row("ringing | call-reject | callee")
  @DisplayName("ringing + call-reject(callee): ended; the caller gets webrtc:call-reject")
  void theCalleeRejects() {
    for (String reason : List.of("rejected", "busy")) {
      CallBetween call = CallBetween.ringing(service);
      ObjectNode reject = Said.reject();
      if (reason.equals("busy")) {
        reject.put("reason", reason);
      }
      call.callee().asks(reject, ack("delivered", call.callId()));
      call.caller().expects(over("call-reject", reason, call.callee(), call));
      call.isOver();
    }
  }

  @Test
  @Row("ringing | call-timeout | caller")
  @DisplayName("ringing + call-timeout(caller): ended; the callee gets webrtc:call-timeout")
  void theCallerGivesUp() {
    CallBetween call = CallBetween.ringing(service);
    call.caller().asks(Said.timeOut(), ack("delivered", call.callId()));
    ObjectNode timeout = frame("{action: 'webrtc:call-timeout', callId: '%s'}", call.callId());
    timeout.set("from", call.caller().sender());
    call.callee().expects(timeout);
    call.isOver();
  }

  @Test
  @Row("ringing | call-end | caller")
  @DisplayName("ringing + call-end(caller): ended; the callee gets webrtc:call-end cancelled")
  void theCallerCancels() {
    for (String reason : List.of("", "hangup", "cancelled", "ice-failed")) {
      CallBetween call = CallBetween.ringing(service);
      ObjectNode end = Said.end();
      if (!reason.isEmpty()) {
        end.put("reason", reason);
      }
      call.caller().asks(end, ack("delivered", call.callId()));
      call.callee().expects(over("call-end", "cancelled", call.caller(), call));
      call.isOver();
    }
  }

  @Test
  @Row("ringing | call-end | callee")
  @DisplayName("ringing + call-end(callee): caller gets webrtc:call-reject rejected")
  void theCalleeEnds() {
    CallBetween call = CallBetween.ringing(service);
    call.callee().asks(Said.end().put("callId", call.callId()), ack("delivered", call.callId()));
    call.caller().expects(over("call-reject", "rejected", call.callee(), call));
    call.isOver();
  }

  @Test
  @Row("ringing | call-reject by the caller, call-timeout by the callee |")
  @DisplayName("ringing + call-reject(caller), call-timeout(callee): bad-state; it rings")
  void eachSideHasItsOwnWayOut() {
    CallBetween call = CallBetween.ringing(service);
    call.caller().asks(Said.reject(), error("bad-state", false));
    call.callee().asks(Said.timeOut(), error("bad-state", false));
    call.stillRings();
    call.answered().isActive();
  }

  @Test
  @Row("none, ended | call-end, call-reject, call-timeout | either")
  @DisplayName("ringing + an end that names another call: ack none; it rings")
  void anEndOfAnotherCallChangesNothing() {
    CallBetween call = CallBetween.ringing(service);
    for (ObjectNode end : List.of(Said.end(), Said.reject(), Said.timeOut())) {
      call.caller().asks(end.put("callId", "another"), ack("none"));
      call.callee().asks(end, ack("none"));
    }
    call.stillRings();
  }

  static ObjectNode over(String action, String reason, Guest from, CallBetween call) {
    ObjectNode over =
        frame("{action: 'webrtc:%s', reason: '%s', callId: '%s'}", action, reason, call.callId());
    over.set("from", from.sender());
    return over;
  }
}
