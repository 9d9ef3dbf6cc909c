package dev.offhook.local.aws;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offhook.local.StackStartException;
import dev.offhook.local.iam.Access;
import dev.offhook.local.iam.FunctionRole;
import dev.offhook.local.iam.Statement;
import dev.offhook.local.template.QueueMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lambda reads a queue by the rights of the function that its messages are for. */
class PollingRightsTest {
  private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:q";
  private static final List<String> NEEDED =
      List.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes");
  private static final QueueMapping MAPPING =
      new QueueMapping("F", "q", QUEUE, 10, true, OptionalInt.empty(), true);

  @Test
  void aFunctionThatMayDoAllThreeGetsItsMessages() {
    assertThatCode(() -> AwsServices.requireRights(access(NEEDED, QUEUE), MAPPING))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ReceiveMessage", "DeleteMessage", "GetQueueAttributes"})
  void withoutOneOfThemNoStackComesUp(String missing) {
    List<String> actions = new ArrayList<>(NEEDED);
    actions.remove("sqs:" + missing);
    assertThatThrownBy(() -> AwsServices.requireRights(access(actions, QUEUE), MAPPING))
        .isInstanceOf(StackStartException.class)
        .hasMessage("the role of F does not have permissions to call " + missing + " on SQS");
  }

  @Test
  void rightsOnAnotherQueueAreNone() {
    assertThatThrownBy(() -> AwsServices.requireRights(access(NEEDED, QUEUE + "2"), MAPPING))
        .isInstanceOf(StackStartException.class);
  }

  private static Access access(List<String> actions, String queue) {
    Statement allow = new Statement(Statement.Effect.ALLOW, actions, List.of(queue), List.of());
    return new Access(List.of(new FunctionRole("F", "f", "r", "/l", List.of(allow))));
  }
}
