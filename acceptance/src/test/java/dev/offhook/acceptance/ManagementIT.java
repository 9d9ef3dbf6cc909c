package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.ack;
import static dev.offhook.acceptance.wire.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offhook.acceptance.wire.Aws;
import dev.offhook.acceptance.wire.Eventually;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.acceptance.wire.SignalingSocket.Closed;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import org.junit.jupiter.api.Test;

/** An operator who reaches into a call through the management API. */
@OffhookStack
class ManagementIT {

  private final Service service;

  ManagementIT(LocalStack stack) {
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  void aConnectionThatAnOperatorClosesMayComeBackToItsCall() {
    CallBetween call = CallBetween.active(service);
    Guest bob = call.callee();
    String connection = bob.hello().path("connectionId").asText();
    Aws operator = new Aws(service);
    assertThat(operator.post(connection, "{\"action\":\"x\"}")).isEqualTo(200);
    bob.expects(frame("{action: 'x'}"));
    assertThat(operator.close(connection)).isEqualTo(204);
    assertThat(bob.socket().closed()).isEqualTo(new Closed(1000, "Connection Closed Normally"));
    assertThat(operator.post(connection, "{}")).isEqualTo(410);
    Eventually.until(
        "the callee is away",
        () -> call.caller().ask(Said.text("?")).path("delivery").asText().equals("queued"));
    bob.connect();
    JsonNode established = bob.hello();
    assertThat(bob.socket().left()).isNotEmpty();
    assertThat(established.path("resumed").asBoolean()).isTrue();
    assertThat(established.at("/call/callId").asText()).isEqualTo(call.callId());
    Candidates.travelBothWays(call);
    call.caller().asks(Said.end(), ack("delivered", call.callId()));
  }
}
