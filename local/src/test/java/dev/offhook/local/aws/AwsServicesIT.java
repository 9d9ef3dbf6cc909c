package dev.offhook.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** DynamoDB Local and ElasticMQ as clients see them, through the front. */
final class AwsServicesIT {
  private static TestAws aws;
  private static DynamoDbClient dynamoDb;

  @BeforeAll
  static void start() throws Exception {
    aws = new TestAws();
    dynamoDb = dynamoDb("SignalFunction");
  }

  @AfterAll
  static void stop() {
    dynamoDb.close();
    aws.close();
  }

  @Test
  void theSdkPutsAndGetsItems() {
    put("kept", "x");
    assertThat(
            dynamoDb.getItem(request -> request.tableName(TestAws.TABLE).key(key("kept"))).item())
        .containsEntry("value", AttributeValue.fromS("x"));
  }

  @Test
  void functionsShareTheTables() {
    put("shared", "x");
    try (DynamoDbClient other = dynamoDb("ApiFunction")) {
      assertThat(
              other
                  .getItem(request -> request.tableName(TestAws.TABLE).key(key("shared")))
                  .hasItem())
          .isTrue();
    }
  }

  @Test
  void theSdkUnderstandsAFailedConditionWithTheItemThatStoodInTheWay() {
    put("taken", "first");
    assertThatThrownBy(
            () ->
                dynamoDb.putItem(
                    request ->
                        request
                            .tableName(TestAws.TABLE)
                            .item(key("taken"))
                            .conditionExpression("attribute_not_exists(sessionId)")
                            .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD)))
        .isInstanceOfSatisfying(
            ConditionalCheckFailedException.class,
            failure ->
                assertThat(failure.item()).containsEntry("value", AttributeValue.fromS("first")));
  }

  @Test
  void theSdkUnderstandsWhyATransactionIsCancelled() {
    put("stands", "x");
    assertThatThrownBy(
            () ->
                dynamoDb.transactWriteItems(
                    request -> request.transactItems(insert("free"), insert("stands"))))
        .isInstanceOfSatisfying(
            TransactionCanceledException.class,
            failure ->
                assertThat(failure.cancellationReasons())
                    .extracting(CancellationReason::code)
                    .containsExactly("None", "ConditionalCheckFailed"));
  }

  @Test
  void dynamoDbLocalDoesItsWorkInItsCallersThreads() {
    long before = handovers();
    for (int i = 0; i < 50; i++) {
      put("worked-" + i, "x");
    }
    assertThat(handovers() - before).isLessThan(50);
  }

  /** How often the thread that it has for SQLite has waited for something to do. */
  private static long handovers() {
    return Arrays.stream(ManagementFactory.getThreadMXBean().dumpAllThreads(false, false))
        .filter(thread -> thread.getThreadName().startsWith("SQLiteQueue"))
        .mapToLong(ThreadInfo::getWaitedCount)
        .sum();
  }

  @Test
  void transactionsAndSingleWritesOfManyAtOnceAreAllMade() {
    int threads = 4;
    int rounds = 25;
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(executor.submit(() -> count(rounds)));
      }
      assertThat(all).allSatisfy(one -> assertThat(one).succeedsWithin(Duration.ofMinutes(1)));
    }
    assertThat(counted("both")).isEqualTo(threads * rounds);
    assertThat(counted("other")).isEqualTo(threads * rounds);
    assertThat(counted("single")).isEqualTo(threads * rounds);
  }

  private static void count(int rounds) {
    for (int i = 0; i < rounds; i++) {
      boolean done = false;
      while (!done) {
        done = countsBoth();
      }
      dynamoDb.updateItem(
          request ->
              request
                  .tableName(TestAws.TABLE)
                  .key(key("single"))
                  .updateExpression("ADD counted :one")
                  .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1"))));
    }
  }

  /** False if another one was at the same items. */
  private static boolean countsBoth() {
    try {
      dynamoDb.transactWriteItems(
          request -> request.transactItems(increment("both"), increment("other")));
      return true;
    } catch (TransactionCanceledException e) {
      return false;
    }
  }

  private static TransactWriteItem increment(String id) {
    return TransactWriteItem.builder()
        .update(
            update ->
                update
                    .tableName(TestAws.TABLE)
                    .key(key(id))
                    .updateExpression("ADD counted :one")
                    .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1"))))
        .build();
  }

  private static int counted(String id) {
    Map<String, AttributeValue> item =
        dynamoDb
            .getItem(request -> request.tableName(TestAws.TABLE).key(key(id)).consistentRead(true))
            .item();
    return Integer.parseInt(item.getOrDefault("counted", AttributeValue.fromN("0")).n());
  }

  @Test
  void tablesHaveTheirIndexesAndTimeToLive() {
    assertThat(dynamoDb.describeTable(request -> request.tableName(TestAws.TABLE)).table())
        .satisfies(
            table -> {
              assertThat(table.globalSecondaryIndexes())
                  .singleElement()
                  .satisfies(index -> assertThat(index.indexName()).isEqualTo("byRoom"));
            });
    assertThat(
            dynamoDb
                .describeTimeToLive(request -> request.tableName(TestAws.TABLE))
                .timeToLiveDescription()
                .attributeName())
        .isEqualTo("expiresAt");
  }

  @Test
  void callsAreCountedForTheFunctionWithTheCapacityThatTheyTook() {
    long mark = aws.services().calls().mark();
    try (DynamoDbClient counted = dynamoDb("CountedFunction")) {
      counted.putItem(
          request ->
              request
                  .tableName(TestAws.TABLE)
                  .item(key("counted"))
                  .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
      counted.getItem(request -> request.tableName(TestAws.TABLE).key(key("counted")));
    }
    assertThat(aws.services().calls().operations("CountedFunction", mark))
        .containsOnly(entry("PutItem", 1), entry("GetItem", 1));
    assertThat(aws.services().calls().since(mark))
        .filteredOn(call -> call.operation().equals("PutItem"))
        .filteredOn(call -> call.function().equals("CountedFunction"))
        .singleElement()
        .satisfies(call -> assertThat(call.capacity()).containsOnly(entry(TestAws.TABLE, 1.0)));
  }

  @Test
  void headersOfServicesArriveOnce() {
    HttpResponse<String> response =
        aws.call(
            "f", "DynamoDB_20120810.DescribeTable", "{\"TableName\":\"" + TestAws.TABLE + "\"}");
    Map<String, Integer> counts =
        response.headers().map().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, header -> header.getValue().size()));
    assertThat(counts)
        .containsKeys("x-amzn-requestid", "x-amz-crc32", "content-type", "date", "content-length")
        .allSatisfy((name, count) -> assertThat(count).as(name).isEqualTo(1));
  }

  @Test
  void queueUrlsLeadThroughTheFront() {
    JsonNode answer =
        TestAws.json(
            aws.call("f", "AmazonSQS.GetQueueUrl", "{\"QueueName\":\"" + TestAws.QUEUE + "\"}"));
    assertThat(answer.path("QueueUrl").asText()).isEqualTo(aws.queueUrl(TestAws.QUEUE));
  }

  @Test
  void secretsAreRead() {
    JsonNode answer =
        TestAws.json(
            aws.call("f", "secretsmanager.GetSecretValue", "{\"SecretId\":\"arn:signing\"}"));
    assertThat(answer.path("SecretString").asText()).isEqualTo("shh");
  }

  @Test
  void servicesThatAreNotThereAreNamed() {
    HttpResponse<String> response = aws.call("f", "Kinesis_20131202.PutRecord", "{}");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(TestAws.json(response).path("message").asText())
        .isEqualTo("Kinesis_20131202 is not part of the local stack");
  }

  @Test
  void unsignedRequestsAndWebPagesAreRefused() {
    String target = "secretsmanager.GetSecretValue";
    HttpResponse<String> unsigned =
        aws.send(
            request -> request.header("X-Amz-Target", target).POST(BodyPublishers.ofString("{}")));
    assertThat(unsigned.statusCode()).isEqualTo(400);
    assertThat(unsigned.body()).contains("MissingAuthenticationTokenException");
    HttpResponse<String> page =
        aws.send(
            request ->
                request
                    .header("X-Amz-Target", target)
                    .header("Origin", "http://example.com")
                    .header("Authorization", "AWS4-HMAC-SHA256 Credential=f/1/2/3/aws4_request")
                    .POST(BodyPublishers.ofString("{\"SecretId\":\"signing\"}")));
    assertThat(page.statusCode()).isEqualTo(403);
    assertThat(page.body()).doesNotContain("shh");
  }

  @Test
  void requestsWithoutATargetAreNotTheirs() {
    assertThat(aws.send(request -> request.POST(BodyPublishers.ofString("{}"))).statusCode())
        .isEqualTo(404);
  }

  @Test
  void closingLeavesNoThreadsAndNoPorts() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    TestAws other = new TestAws();
    int port = other.endpoint().getPort();
    other.close();
    Set<Thread> left =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !before.contains(thread) && !thread.isDaemon())
            .collect(Collectors.toSet());
    assertThat(left).isEmpty();
    try (ServerSocket socket = new ServerSocket(port)) {
      assertThat(socket.isBound()).isTrue();
    }
  }

  private static void put(String id, String value) {
    dynamoDb.putItem(
        request ->
            request
                .tableName(TestAws.TABLE)
                .item(
                    Map.of(
                        "sessionId", AttributeValue.fromS(id),
                        "value", AttributeValue.fromS(value))));
  }

  private static TransactWriteItem insert(String id) {
    return TransactWriteItem.builder()
        .put(
            Put.builder()
                .tableName(TestAws.TABLE)
                .item(key(id))
                .conditionExpression("attribute_not_exists(sessionId)")
                .build())
        .build();
  }

  private static Map<String, AttributeValue> key(String id) {
    return Map.of("sessionId", AttributeValue.fromS(id));
  }

  private static DynamoDbClient dynamoDb(String function) {
    return DynamoDbClient.builder()
        .endpointOverride(aws.endpoint())
        .region(Region.US_EAST_1)
        .httpClient(UrlConnectionHttpClient.create())
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(function, "secret")))
        .build();
  }
}
