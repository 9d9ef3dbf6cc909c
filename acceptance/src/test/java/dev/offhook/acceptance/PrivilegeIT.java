package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.error;
import static dev.offhook.acceptance.wire.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Aws;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.HttpAnswer;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.StackOptions;
import dev.offhook.local.aws.AwsCall;
import dev.offhook.local.iam.Right;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stack of a template in which rights are missing and others are too many. */
class PrivilegeIT {
  private static final String SIGNAL = "SignalFunction";
  private static final String USER =
      "User: arn:aws:sts::000000000000:assumed-role/offhook-SignalRole/offhook-SignalFunction is"
          + " not authorized to perform: ";

  private static LocalStack stack;
  private static Service service;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("template.yaml");
    Path real = Path.of("..", "template.yaml");
    Files.writeString(file, planted(Files.readString(real)));
    stack = LocalStack.start(StackOptions.of(file));
    service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  /** Signal may not start timers, join rooms, or close connections; it may delete calls. */
  private static String planted(String template) {
    String functions = Path.of("..", "functions").toAbsolutePath().normalize().toString();
    int begin = template.indexOf("\n  SignalRole:");
    int end = template.indexOf("\n  ApiRole:");
    String role =
        template
            .substring(begin, end)
            .replace("Action: sqs:SendMessage", "Action: sqs:GetQueueUrl")
            .replace(
                "Action: [dynamodb:GetItem, dynamodb:PutItem, dynamodb:UpdateItem]",
                "Action: [dynamodb:GetItem]")
            .replace("/DELETE/@connections", "/PATCH/@connections")
            .replace(
                "Action: [dynamodb:PutItem, dynamodb:UpdateItem]",
                "Action: [dynamodb:PutItem, dynamodb:UpdateItem, dynamodb:DeleteItem]")
            .replace("Action: secretsmanager:GetSecretValue", "Action: secretsmanager:ListSecrets");
    return template
        .replace("CodeUri: functions\n", "CodeUri: " + functions + "\n")
        .replace(template.substring(begin, end), role);
  }

  @Test
  void whatAFunctionMayNotDoFailsAndTheClientIsToldOfAFault() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    long mark = stack.awsCalls().mark();
    ann.asks(Rooms.join(Rooms.newName()), error("internal", true));
    ann.asks(Said.offer("1", bob), error("internal", true));
    ann.asks(
        frame("{action: 'session:refresh', token: '%s'}", ann.token()), error("internal", true));
    bob.expectsNothing();
    assertThat(refused(mark))
        .containsExactlyInAnyOrder(
            "dynamodb:TransactWriteItems", "sqs:SendMessage", "secretsmanager:GetSecretValue");
  }

  @Test
  void dynamoDbRefusesInItsOwnWay() {
    HttpAnswer answer =
        signal()
            .ask(
                "dynamodb",
                "DynamoDB_20120810.DeleteItem",
                frame("{TableName: 'offhook-SessionsTable', Key: {sessionId: {S: 'x'}}}"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json())
        .isEqualTo(
            denied(
                "com.amazon.coral.service#AccessDeniedException",
                "dynamodb:DeleteItem",
                "arn:aws:dynamodb:us-east-1:000000000000:table/offhook-SessionsTable"));
  }

  @Test
  void sqsRefusesInItsOwnWay() {
    String url = stack.awsUrl() + "/000000000000/offhook-TimersQueue";
    HttpAnswer answer =
        signal()
            .ask("sqs", "AmazonSQS.SendMessage", frame("{MessageBody: 'x'}").put("QueueUrl", url));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("x-amzn-query-error")).contains("AccessDenied;Sender");
    assertThat(answer.json())
        .isEqualTo(
            denied(
                "com.amazon.coral.service#AccessDeniedException",
                "sqs:sendmessage",
                "arn:aws:sqs:us-east-1:000000000000:offhook-TimersQueue"));
  }

  @Test
  void secretsManagerRefusesInItsOwnWay() {
    HttpAnswer answer =
        signal()
            .ask(
                "secretsmanager",
                "secretsmanager.GetSecretValue",
                frame("{SecretId: 'offhook-SigningSecret'}"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json())
        .isEqualTo(
            denied(
                "AccessDeniedException",
                "secretsmanager:GetSecretValue",
                "arn:aws:secretsmanager:us-east-1:000000000000:secret:offhook-SigningSecret"));
  }

  @Test
  void theManagementApiRefusesInItsOwnWayAndNothingIsClosed() {
    Guest ann = service.guest("Ann");
    ann.connect();
    String connection = ann.hello().path("connectionId").asText();
    HttpAnswer answer = signal().closing(connection);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.header("x-amzn-ErrorType")).contains("AccessDeniedException");
    assertThat(answer.json())
        .isEqualTo(
            frame("{}")
                .put(
                    "Message",
                    USER
                        + "execute-api:ManageConnections on resource:"
                        + " arn:aws:execute-api:us-east-1:"
                        + "********0000:websocketapi/live/DELETE/@connections/{connectionId}"));
    assertThat(ann.hello().path("connectionId").asText()).isEqualTo(connection);
  }

  @Test
  void aRightThatNothingUsedIsFound() {
    service.online("Ann");
    Set<Right> unused = new TreeSet<>(stack.access().rights());
    unused.removeAll(stack.access().usedRights());
    assertThat(unused)
        .contains(
            new Right(
                SIGNAL,
                "dynamodb:DeleteItem",
                "arn:aws:dynamodb:us-east-1:000000000000:table/offhook-CallsTable"))
        .doesNotContain(
            new Right(
                SIGNAL,
                "dynamodb:UpdateItem",
                "arn:aws:dynamodb:us-east-1:000000000000:table/offhook-SessionsTable"));
  }

  private static Aws signal() {
    return new Aws(service, SIGNAL);
  }

  private static List<String> refused(long mark) {
    return stack.awsCalls().since(mark).stream()
        .filter(call -> call.function().equals(SIGNAL) && call.status() == 400)
        .map(AwsCall::action)
        .distinct()
        .toList();
  }

  private static ObjectNode denied(String type, String action, String resource) {
    return frame("{}")
        .put("__type", type)
        .put(
            "Message",
            USER
                + action
                + " on resource: "
                + resource
                + " because no identity-based policy allows the "
                + action
                + " action");
  }
}
