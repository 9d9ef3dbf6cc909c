package dev.offhook.local.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.json.Json;
import dev.offhook.local.lambda.InvocationResult;
import dev.offhook.local.lambda.InvocationResult.Failed;
import dev.offhook.local.lambda.InvocationResult.Returned;
import dev.offhook.local.lambda.InvocationResult.Throttled;
import dev.offhook.local.lambda.InvocationResult.TimedOut;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of a real queue become events of a function. */
final class EventSourceMappingIT {
  private static final long PATIENCE_SECONDS = 20;

  /** What the function was given, a message at a time. */
  private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();

  private TestAws aws;
  private AutoCloseable delivery;

  @BeforeEach
  void start() throws Exception {
    aws = new TestAws();
    delivery = () -> {};
  }

  @AfterEach
  void stop() throws Exception {
    delivery.close();
    aws.close();
  }

  @Test
  void anEventIsTrueToLambda() throws InterruptedException {
    deliverTo(records -> success());
    String id = aws.sendMessage("{\"timer\":\"ring\"}", 0);
    JsonNode message = next();
    assertThat(message.properties().stream().map(member -> member.getKey()))
        .containsExactly(
            "messageId",
            "receiptHandle",
            "body",
            "attributes",
            "messageAttributes",
            "md5OfBody",
            "eventSource",
            "eventSourceARN",
            "awsRegion");
    assertThat(message.path("messageId").asText()).isEqualTo(id);
    assertThat(message.path("body").asText()).isEqualTo("{\"timer\":\"ring\"}");
    assertThat(message.path("md5OfBody").asText()).matches("[0-9a-f]{32}");
    assertThat(message.path("eventSource").asText()).isEqualTo("aws:sqs");
    assertThat(message.path("eventSourceARN").asText()).endsWith(":" + TestAws.QUEUE);
    assertThat(message.path("attributes").properties())
        .extracting(member -> member.getKey())
        .containsExactlyInAnyOrder(
            "ApproximateReceiveCount",
            "SentTimestamp",
            "SenderId",
            "ApproximateFirstReceiveTimestamp");
  }

  @Test
  void aDelayedMessageComesNoSoonerThanItsDelay() throws InterruptedException {
    deliverTo(records -> success());
    aws.sendMessage("later", 1);
    JsonNode attributes = next().path("attributes");
    assertThat(
            attributes.path("ApproximateFirstReceiveTimestamp").asLong()
                - attributes.path("SentTimestamp").asLong())
        .isGreaterThanOrEqualTo(1000);
  }

  @Test
  void messagesThatSucceededAreDeletedAndOnlyTheFailedComeAgain() throws InterruptedException {
    aws.sendMessage("good", 0);
    aws.sendMessage("bad", 0);
    deliverTo(this::failBadOnesOnce);
    assertThat(new String[] {body(next()), body(next())}).containsExactlyInAnyOrder("good", "bad");
    JsonNode again = next();
    assertThat(body(again)).isEqualTo("bad");
    assertThat(again.path("attributes").path("ApproximateReceiveCount").asInt()).isEqualTo(2);
    await(() -> aws.messages(TestAws.QUEUE) == 0);
    assertThat(received).isEmpty();
    assertThat(aws.messages(TestAws.DEAD_LETTERS)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"threw", "timed out", "was throttled", "answered nonsense"})
  void messagesOfAFunctionThatFailedComeAgainThenGoToTheDeadLetters(String how)
      throws InterruptedException {
    deliverTo(records -> failure(how));
    aws.sendMessage("unlucky", 0);
    for (int receive = 1; receive <= TestAws.MAXIMUM_RECEIVES; receive++) {
      assertThat(next().path("attributes").path("ApproximateReceiveCount").asInt())
          .isEqualTo(receive);
    }
    await(() -> aws.messages(TestAws.DEAD_LETTERS) == 1);
    assertThat(aws.messages(TestAws.QUEUE)).isZero();
    assertThat(received).isEmpty();
  }

  @Test
  void aClosedDeliveryTakesNothingMore() throws Exception {
    deliverTo(records -> success());
    aws.sendMessage("first", 0);
    next();
    delivery.close();
    aws.sendMessage("second", 0);
    await(() -> aws.messages(TestAws.QUEUE) == 1);
    assertThat(received).isEmpty();
  }

  private void deliverTo(Function<JsonNode, InvocationResult> function) {
    delivery =
        aws.services()
            .deliverTo(
                (name, _, event) -> {
                  assertThat(name).isEqualTo(TestAws.FUNCTION);
                  JsonNode records = Json.readObject(event).orElseThrow().path("Records");
                  records.forEach(received::add);
                  return function.apply(records);
                });
  }

  private InvocationResult failBadOnesOnce(JsonNode records) {
    ObjectNode answer = Json.object();
    ArrayNode failures = answer.putArray("batchItemFailures");
    for (JsonNode message : records) {
      if (body(message).equals("bad")
          && message.path("attributes").path("ApproximateReceiveCount").asInt() == 1) {
        failures.addObject().put("itemIdentifier", message.path("messageId").asText());
      }
    }
    return new Returned(Json.bytes(answer));
  }

  private static InvocationResult success() {
    return new Returned("{\"batchItemFailures\":[]}".getBytes(StandardCharsets.UTF_8));
  }

  private static InvocationResult failure(String how) {
    return switch (how) {
      case "threw" -> new Failed("java.lang.IllegalStateException", "");
      case "timed out" -> new TimedOut();
      case "was throttled" -> new Throttled();
      case String _ -> new Returned("nonsense".getBytes(StandardCharsets.UTF_8));
    };
  }

  private JsonNode next() throws InterruptedException {
    JsonNode message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(message).as("a message in time").isNotNull();
    return message;
  }

  private static String body(JsonNode message) {
    return message.path("body").asText();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}
