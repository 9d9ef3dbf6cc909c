package dev.offhook.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.JsonText;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class InvocationLogTest {

  private static final String SECRET = "what somebody sent";

  private final TestContext context = new TestContext();

  @Test
  void aLineHasTimeLevelEventAndRequestAndWhatThereIsToSay() {
    context.log().write(LogLevel.WARN, "storm", line -> line.put("boats", 3));

    assertThat(context.logged).containsExactly(TestContext.line("WARN", "storm", "\"boats\":3"));
  }

  @Test
  void nothingIsLoggedBeforeTheFirstInvocation() {
    InvocationLog log = new InvocationLog(InstantSource.system());

    assertThatThrownBy(() -> log.write(LogLevel.INFO, "early", line -> line))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFaultIsToldByItsKindsAndTheWayThroughOurCodeAndNeverByItsMessages() {
    context
        .log()
        .fault(
            "connectionId",
            "abc=",
            new IllegalStateException(SECRET, new NumberFormatException(SECRET)));

    JsonObject line = line();
    assertThat(line.text("event")).contains("fault");
    assertThat(line.text("connectionId")).contains("abc=");
    assertThat(JsonText.write(line))
        .contains(
            "\"fault\":[\"java.lang.IllegalStateException\",\"java.lang.NumberFormatException\"]",
            "\"at\":[\"dev.offhook.lambda.InvocationLogTest:")
        .doesNotContain(SECRET, "org.junit");
  }

  @Test
  void anErrorOfAwsIsToldByItsCodeAndItsRequest() {
    Throwable error =
        DynamoDbException.builder()
            .message(SECRET)
            .requestId("R1")
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode("AccessDeniedException")
                    .errorMessage(SECRET)
                    .build())
            .build();

    context.log().fault("route", "GET /", new IllegalStateException(error));

    assertThat(line().text("awsError")).contains("AccessDeniedException");
    assertThat(line().text("awsRequestId")).contains("R1");
    assertThat(context.logged.getFirst()).doesNotContain(SECRET);
  }

  @Test
  void whatAHandlerThrowsReachesLambdaWithoutItsMessages() {
    WiredHandler handler =
        new WiredHandler() {
          @Override
          void handle(InputStream input, OutputStream output, Context invocation) {
            throw new IllegalStateException(SECRET, new IllegalArgumentException(SECRET));
          }
        };

    assertThatThrownBy(
            () ->
                handler.handleRequest(
                    InputStream.nullInputStream(), OutputStream.nullOutputStream(), context))
        .hasMessage("failed: see the line before")
        .hasNoCause();
    assertThat(line().text("function")).contains("function");
    assertThat(context.logged.getFirst()).doesNotContain(SECRET);
  }

  private JsonObject line() {
    assertThat(context.logged).hasSize(1);
    return JsonText.readObject(context.logged.getFirst()).orElseThrow();
  }
}
