package dev.offhook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.StackOptions.LambdaMode;
import dev.offhook.local.iam.Right;
import dev.offhook.local.junit.OffhookStack;
import org.junit.jupiter.api.Test;

/** The functions in processes of their own, under the runtime client that Lambda uses. */
@OffhookStack(lambda = LambdaMode.PROCESS, shared = false)
class ProcessModeIT {

  @Test
  void aCallIsMade(LocalStack stack) {
    ShortCall.isMade(new Service(stack.apiUrl(), stack.websocketUrl()));
  }

  @Test
  void whatTheyCallIsHeldToTheirRights(LocalStack stack) {
    new Service(stack.apiUrl(), stack.websocketUrl()).online("Ann");
    assertThat(stack.access().usedRights())
        .extracting(Right::function)
        .contains("ApiFunction", "AuthorizerFunction", "SignalFunction");
  }

  @Test
  void theirLogIsLinesOfJson(LocalStack stack) {
    Service service = new Service(stack.apiUrl(), stack.websocketUrl());
    JsonNode line = new Damage(service).faultOf(service.online("Ann"));
    assertThat(line.path("level").asText()).isEqualTo("ERROR");
    assertThat(line.path("event").asText()).isEqualTo("fault");
  }
}
