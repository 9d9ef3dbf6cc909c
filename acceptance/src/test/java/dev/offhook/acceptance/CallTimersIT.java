package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.ack;
import static dev.offhook.acceptance.wire.Frames.error;
import static dev.offhook.acceptance.wire.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Eventually;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the service does by itself when nobody says anything. */
@OffhookStack(
    parameters = {
      Stacks.SHORT_RING,
      Stacks.SHORT_RESUME,
      Stacks.FREQUENT_CHECKS,
      Stacks.ROOM_OF_THREE
    })
class CallTimersIT {

  private final LocalStack stack;
  private final Service service;

  CallTimersIT(LocalStack stack) {
    this.stack = stack;
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  @Row("ringing | (ring timer, 45 s) | server")
  @DisplayName("ringing + ring timer: ended; both get webrtc:call-timeout")
  void theRingTimerRunsOut() {
    CallBetween call = CallBetween.ringing(service);
    ObjectNode timeout = frame("{action: 'webrtc:call-timeout', callId: '%s'}", call.callId());
    call.caller().expects(timeout);
    call.callee().expects(timeout);
    call.isOver();
    CallBetween.ringing(call.callee(), call.caller()).answered().isActive();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  @Row("ringing | (ring timer, 45 s) | server")
  @DisplayName("active, ended + ring timer: nothing")
  void theRingTimerOfAnAnsweredCallDoesNothing() {
    CallBetween answered = CallBetween.active(service);
    CallBetween cancelled = CallBetween.ringing(service);
    cancelled.caller().asks(Said.end(), ack("delivered", cancelled.callId()));
    cancelled.callee().socket().take("webrtc:call-end");
    CallBetween ringing = CallBetween.ringing(service);
    ringing.caller().socket().take("webrtc:call-timeout");
    answered.isActive();
    cancelled.isOver();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  @Row("ringing, active | (one side gone for 30 s) | server")
  @DisplayName("ringing, active + one side gone: ended; the other gets peer-disconnected")
  void oneSideIsGone() {
    CallBetween ofCaller = CallBetween.active(service);
    CallBetween ofCallee = CallBetween.active(service);
    ofCaller.caller().socket().leave();
    ofCallee.callee().socket().close();
    isTold(ofCaller.callee(), ofCaller);
    isTold(ofCallee.caller(), ofCallee);
  }

  private static void isTold(Guest left, CallBetween call) {
    left.expects(
        frame(
            "{action: 'webrtc:call-end', callId: '%s', reason: 'peer-disconnected'}",
            call.callId()));
    left.asks(Said.candidate("late"), error("no-call", false));
    left.expectsNothing();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  @Row("ringing, active | (one side gone for 30 s) | server")
  @DisplayName("ringing + one side gone before the ring timer: ended; the other is told once")
  void oneSideIsGoneWhileItRings() {
    CallBetween call = CallBetween.ringing(service);
    call.callee().socket().close();
    String over = call.caller().socket().takeAny().path("action").asText();
    if (!over.equals("webrtc:call-end") && !over.equals("webrtc:call-timeout")) {
      throw new AssertionError("told " + over);
    }
    call.caller().asks(Said.candidate("late"), error("no-call", false));
    call.caller().expectsNothing();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  @Row("ringing, active | (one side gone for 30 s) | server")
  @DisplayName("active + one side vanished without a word: ended; the other gets peer-disconnected")
  void whoVanishesWithoutAWordIsMissedWhenTheCallIsLookedAt() {
    CallBetween call = CallBetween.active(service);
    String connection = call.callee().hello().path("connectionId").asText();
    assertThat(stack.cut(connection, false)).isTrue();
    isTold(call.caller(), call);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  @Row("ringing, active | (one side gone for 30 s) | server")
  @DisplayName("active + one side back in time: the call goes on")
  void whoIsBackInTimeKeepsTheCall() {
    CallBetween call = CallBetween.active(service);
    call.callee().socket().close();
    awaitAway(call);
    call.callee().connect();
    call.callee().hello();
    assertThat(call.callee().socket().left()).isNotEmpty();
    CallBetween gone = CallBetween.active(service);
    gone.callee().socket().close();
    gone.caller().socket().take("webrtc:call-end");
    call.isActive();
    Candidates.travelBothWays(call);
  }

  /** Waits until the service knows that the callee has no connection. */
  private static void awaitAway(CallBetween call) {
    Eventually.until(
        "the callee is away",
        () -> call.caller().ask(Said.text("there?")).path("delivery").asText().equals("queued"));
  }
}
