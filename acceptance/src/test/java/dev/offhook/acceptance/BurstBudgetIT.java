package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.ack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import org.junit.jupiter.api.Test;

/** What a burst costs, at the rate that sessions usually have. */
@OffhookStack
class BurstBudgetIT {

  private static final int BURST = 20;

  private final LocalStack stack;
  private final Service service;

  BurstBudgetIT(LocalStack stack) {
    this.stack = stack;
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  void aBurstThatOneEnvironmentHandlesCostsOneRequestMore() {
    CallBetween between = CallBetween.active(service);
    long mark = stack.awsCalls().mark();
    for (int i = 1; i <= BURST; i++) {
      between.caller().asks(Said.candidate("" + i), ack("delivered", between.callId()));
    }
    long updates =
        stack.awsCalls().since(mark).stream()
            .filter(call -> call.function().equals("SignalFunction"))
            .filter(call -> call.service().equals("DynamoDB"))
            .count();
    assertThat(updates).isBetween((long) BURST, BURST + 1L);
  }
}
