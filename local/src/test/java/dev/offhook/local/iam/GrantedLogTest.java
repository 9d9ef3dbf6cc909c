package dev.offhook.local.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.local.lambda.InvocationResult;
import dev.offhook.local.lambda.Sender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A function's log is written by the function's own rights. */
class GrantedLogTest {
  private static final String FUNCTION = "Reader";
  private static final String GROUP =
      "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/offhook-Reader:*";
  private static final String CREATE = allow("logs:CreateLogStream", GROUP);
  private static final String PUT = allow("logs:PutLogEvents", GROUP);

  @TempDir Path directory;

  private final List<String> lines = new ArrayList<>();

  @Test
  void whoMayWriteTheLogIsHeard() {
    log(CREATE, PUT).line(FUNCTION, "hello");
    assertThat(lines).containsExactly("Reader hello");
  }

  @Test
  void whoMayNotIsNotAsInTheCloud() {
    log(CREATE).line(FUNCTION, "hello");
    log(PUT).line(FUNCTION, "hello");
    log(CREATE, allow("logs:PutLogEvents", GROUP.replace("Reader", "Other")))
        .line(FUNCTION, "hello");
    assertThat(lines).isEmpty();
  }

  @Test
  void eachInvocationUsesTheRightsToWriteIt() {
    Access access = access(CREATE, PUT);
    byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
    GrantedLambda lambda =
        new GrantedLambda((_, _, event) -> new InvocationResult.Returned(event), access);
    assertThat(access.usedRights()).isEmpty();
    lambda.invoke(FUNCTION, Sender.AWS, answer);
    assertThat(access.usedRights())
        .containsExactly(
            new Right(FUNCTION, "logs:CreateLogStream", GROUP),
            new Right(FUNCTION, "logs:PutLogEvents", GROUP));
  }

  private GrantedLog log(String... statements) {
    return new GrantedLog((function, line) -> lines.add(function + " " + line), access(statements));
  }

  private Access access(String... statements) {
    return new Access(List.of(WrittenPolicy.of(directory, statements)));
  }

  private static String allow(String action, String resource) {
    return "{ Effect: Allow, Action: " + action + ", Resource: '" + resource + "' }";
  }
}
