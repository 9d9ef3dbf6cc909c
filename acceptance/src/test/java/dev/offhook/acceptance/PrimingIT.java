package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.acceptance.wire.Aws;
import dev.offhook.acceptance.wire.Eventually;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.aws.AwsCall;
import dev.offhook.local.junit.OffhookStack;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What SnapStart has the function for frames do before a frame comes. */
@OffhookStack(shared = false)
class PrimingIT {

  private static final List<String> TABLES =
      List.of("SessionsTable", "CallsTable", "RoomsTable", "MailboxTable");

  private final LocalStack stack;
  private final Service service;

  PrimingIT(LocalStack stack) {
    this.stack = stack;
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  private List<AwsCall> calls(String function) {
    return stack.awsCalls().since(0).stream()
        .filter(call -> call.function().equals(function))
        .toList();
  }

  @Test
  void itGoesTheWaysOfACallAndChangesNothing() throws Exception {
    assertThat(calls("SignalFunction")).as("not without SnapStart").isEmpty();

    stack.prime();

    assertThat(calls("SignalFunction"))
        .extracting(AwsCall::action)
        .contains(
            "dynamodb:UpdateItem",
            "dynamodb:GetItem",
            "dynamodb:TransactWriteItems",
            "sqs:SendMessage",
            "execute-api:ManageConnections");
    assertThat(calls("SignalFunction")).noneMatch(call -> call.status() == 403);
    Aws aws = new Aws(service);
    for (String table : TABLES) {
      assertThat(
              aws.dynamoDb("Scan", frame("{}").put("TableName", "offhook-" + table)).get("Items"))
          .as(table)
          .isEmpty();
    }
    Eventually.until("its timers run out", () -> !calls("TimerFunction").isEmpty());
    CallBetween call = CallBetween.active(service);
    call.caller().ask(Said.end());
    call.callee().socket().take("webrtc:call-end");
  }
}
