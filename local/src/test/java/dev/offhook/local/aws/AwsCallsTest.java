package dev.offhook.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AwsCallsTest {
  private final AwsCalls calls = new AwsCalls();

  @Test
  void tellFunctionServiceOperationTablesAndCapacity() {
    add(
        "SignalFunction",
        "DynamoDB_20120810.UpdateItem",
        "{\"TableName\":\"calls\",\"ReturnConsumedCapacity\":\"TOTAL\"}",
        "{\"ConsumedCapacity\":{\"TableName\":\"calls\",\"CapacityUnits\":1.0}}");
    assertThat(calls.since(0))
        .containsExactly(
            new AwsCall(
                0,
                "SignalFunction",
                "DynamoDB",
                "UpdateItem",
                "",
                List.of("calls"),
                Map.of("calls", 1.0),
                200));
  }

  @Test
  void tellEachTableOfATransactionOnce() {
    add(
        "SignalFunction",
        "DynamoDB_20120810.TransactWriteItems",
        """
        {"ReturnConsumedCapacity": "TOTAL", "TransactItems": [
          {"Put": {"TableName": "calls"}},
          {"Update": {"TableName": "sessions"}},
          {"ConditionCheck": {"TableName": "sessions"}}]}
        """,
        """
        {"ConsumedCapacity": [
          {"TableName": "calls", "CapacityUnits": 2},
          {"TableName": "sessions", "CapacityUnits": 4}]}
        """);
    AwsCall call = calls.since(0).getFirst();
    assertThat(call.tables()).containsExactly("calls", "sessions");
    assertThat(call.capacity()).containsOnly(entry("calls", 2.0), entry("sessions", 4.0));
    assertThat(call.totalCapacity()).isEqualTo(6);
  }

  @Test
  void tellTheTablesOfABatch() {
    add("f", "DynamoDB_20120810.BatchGetItem", "{\"RequestItems\":{\"rooms\":{}}}", "{}");
    assertThat(calls.since(0).getFirst().tables()).containsExactly("rooms");
  }

  @Test
  void areCountedByFunctionAndOperationSinceAMark() {
    add("SignalFunction", "DynamoDB_20120810.GetItem", "{}", "{}");
    long mark = calls.mark();
    add("SignalFunction", "DynamoDB_20120810.GetItem", "{}", "{}");
    add("SignalFunction", "AmazonSQS.SendMessage", "{}", "{}");
    add("SignalFunction", "AmazonSQS.SendMessage", "{}", "{}");
    add("ApiFunction", "secretsmanager.GetSecretValue", "{}", "{}");
    assertThat(calls.operations("SignalFunction", mark))
        .containsOnly(entry("GetItem", 1), entry("SendMessage", 2));
    assertThat(calls.operations(mark))
        .containsOnlyKeys("SignalFunction", "ApiFunction")
        .containsEntry("ApiFunction", Map.of("GetSecretValue", 1));
    assertThat(calls.since(mark)).extracting(AwsCall::number).containsExactly(1L, 2L, 3L, 4L);
    assertThat(calls.since(calls.mark())).isEmpty();
  }

  @Test
  void tellTheActionThatAPolicyHasToAllow() {
    add("f", "DynamoDB_20120810.GetItem", "{}", "{}");
    add("f", "AmazonSQS.SendMessage", "{}", "{}");
    add("f", "secretsmanager.GetSecretValue", "{}", "{}");
    calls.add(AwsCall.management("SignalFunction", "live", "POST", 410));
    assertThat(calls.since(0))
        .extracting(AwsCall::action)
        .containsExactly(
            "dynamodb:GetItem",
            "sqs:SendMessage",
            "secretsmanager:GetSecretValue",
            "execute-api:ManageConnections");
    AwsCall post = calls.since(3).getFirst();
    assertThat(post.function()).isEqualTo("SignalFunction");
    assertThat(post.resource()).isEqualTo("live/POST/@connections/*");
    assertThat(post.status()).isEqualTo(410);
    assertThat(post.number()).isEqualTo(3);
  }

  @Test
  void areRecordedWhateverTheBodiesAre() {
    add("f", "DynamoDB_20120810.GetItem", "not JSON", "neither");
    add("f", "DynamoDB_20120810.GetItem", "[1]", "");
    add("f", "Unknown", "", "");
    assertThat(calls.since(0)).hasSize(3);
  }

  @Test
  void forgetTheOldestAndSaySo() {
    IntStream.rangeClosed(0, AwsCalls.CAPACITY)
        .forEach(i -> add("f", "AmazonSQS.SendMessage", "", ""));
    assertThat(calls.since(1)).hasSize(AwsCalls.CAPACITY);
    assertThatThrownBy(() -> calls.since(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private void add(String function, String target, String request, String response) {
    String signature =
        "AWS4-HMAC-SHA256 Credential=" + function + "/20260101/us-east-1/x/aws4_request";
    calls.add(
        new AwsRequest(target, Map.of("authorization", List.of(signature)), bytes(request)),
        new AwsResponse(200, Map.of(), bytes(response)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
