package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.ack;
import static dev.offhook.acceptance.wire.Frames.error;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;

/** A call of two guests who share no room. */
record CallBetween(Guest caller, Guest callee, String callId) {

  /** A call that rings. */
  static CallBetween ringing(Service service) {
    return ringing(service.online("Ann"), service.online("Bob"));
  }

  /** A call that rings. */
  static CallBetween ringing(Guest caller, Guest callee) {
    ObjectNode offer = Said.offer("opening", callee);
    JsonNode ack = caller.ask(offer);
    assertThat(ack.path("action").asText()).as("%s", ack).isEqualTo("ack");
    String callId = ack.get("callId").textValue();
    callee.expects(Said.relayed(offer, caller, callId).put("polite", true));
    return new CallBetween(caller, callee, callId);
  }

  /** A call that was answered. */
  static CallBetween active(Service service) {
    return ringing(service).answered();
  }

  /** The callee answers. */
  CallBetween answered() {
    ObjectNode answer = Said.answer("first");
    callee.asks(answer, ack("delivered", callId));
    caller.expects(Said.relayed(answer, callee, callId));
    return this;
  }

  /** Proves that it rings, by a frame that is refused only then, and changes nothing. */
  void stillRings() {
    caller.asks(Said.answer("of the caller"), error("bad-state", false));
    callee.asks(Said.offer("glaring"), error("glare", false).put("callId", callId));
    silence();
  }

  /** Proves that it is active, by a frame that is refused only then, and changes nothing. */
  void isActive() {
    callee.asks(Said.reject(), error("bad-state", false));
    caller.asks(Said.timeOut(), error("bad-state", false));
    silence();
  }

  /** Proves that it is over for both, and that neither is in another. */
  void isOver() {
    caller.asks(Said.candidate("late"), error("no-call", false));
    callee.asks(Said.candidate("late"), error("no-call", false));
    silence();
  }

  /** Proves that neither has been sent anything else. */
  void silence() {
    caller.expectsNothing();
    callee.expectsNothing();
  }
}
