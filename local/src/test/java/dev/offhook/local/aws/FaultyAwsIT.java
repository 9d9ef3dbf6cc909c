package dev.offhook.local.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.local.faults.Adversary;
import dev.offhook.local.faults.DynamoDbError;
import dev.offhook.local.faults.Fault;
import dev.offhook.local.faults.FaultInjection;
import dev.offhook.local.faults.Faults;
import dev.offhook.local.faults.SqsError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Errors of DynamoDB and SQS as the AWS SDK for Java meets them, in the version that the functions
 * carry and in a process of its own.
 */
class FaultyAwsIT {
  private static final Path LIBRARIES = Path.of("..", "functions", "target", "lib");
  private static final Path PROBE = Path.of("src", "test", "resources", "aws", "FaultProbe.java");

  private static FaultInjection with(Faults faults) {
    return new FaultInjection(new Adversary(faults, 42), (connectionId, isTold) -> true);
  }

  @Test
  void theSdkKnowsEveryErrorAndWhatTakesEffectDoes() throws Exception {
    try (FaultInjection injection = with(Faults.NONE);
        TestAws aws = new TestAws(injection::before)) {
      Adversary adversary = injection.adversary();
      for (DynamoDbError error : DynamoDbError.values()) {
        for (String operation : List.of("PutItem", "GetItem", "TransactWriteItems")) {
          adversary.fail("Probe", operation, error);
        }
      }
      for (SqsError error : SqsError.values()) {
        adversary.fail("Probe", "SendMessage", error);
      }
      adversary.fail("SomebodyElse", "PutItem", DynamoDbError.THROTTLED);

      assertThat(
              probe(
                  aws,
                  "put get transact put get transact put get transact put get transact put get"
                      + " transact put get transact send send send send"))
          .containsExactly(
              "put: 400 ProvisionedThroughputExceededException, throttling",
              "get: 400 ProvisionedThroughputExceededException, throttling",
              "transact: 400 cancelled, None ProvisionedThroughputExceeded!",
              "put: 400 ThrottlingException, throttling",
              "get: 400 ThrottlingException, throttling",
              "transact: 400 cancelled, None ThrottlingError!",
              "put: 400 TransactionConflictException",
              "get: 400 ThrottlingException, throttling",
              "transact: 400 cancelled, None TransactionConflict!",
              "put: 500 InternalServerErrorException",
              "get: 500 InternalServerErrorException",
              "transact: 500 InternalServerErrorException",
              "put: 500 InternalServerErrorException",
              "get: 500 InternalServerErrorException",
              "transact: 500 InternalServerErrorException",
              "put: done",
              "get: done",
              "transact: done",
              "send: 400 RequestThrottledException, throttling",
              "send: 503 SqsException",
              "send: 500 SqsException",
              "send: done");
      assertThat(aws.messages(TestAws.QUEUE)).as("the one with 500 and the last").isEqualTo(2);
      assertThat(adversary.counts())
          .containsEntry(Fault.DYNAMODB, 15L)
          .containsEntry(Fault.SQS, 3L);
    }
  }

  @Test
  void aWriteThatFailsHasNoEffectUnlessItIsSaidToHave() throws Exception {
    try (FaultInjection injection = with(Faults.NONE);
        TestAws aws = new TestAws(injection::before)) {
      injection.adversary().fail("Probe", "PutItem", DynamoDbError.INTERNAL);
      injection
          .adversary()
          .fail("Probe", "TransactWriteItems", DynamoDbError.INTERNAL_AFTER_EFFECT);
      assertThat(probe(aws, "put transact"))
          .containsExactly(
              "put: 500 InternalServerErrorException",
              "transact: 500 InternalServerErrorException");
      assertThat(item(aws, "probe")).isEqualTo("{}");
      assertThat(item(aws, "a")).contains("\"a\"");
    }
  }

  @Test
  void callsFailByRate() throws Exception {
    try (FaultInjection injection = with(Faults.NONE.with(Fault.DYNAMODB, 0.5).with(Fault.SQS, 1));
        TestAws aws = new TestAws(injection::before)) {
      List<String> seen = probe(aws, "put ".repeat(40) + "send");
      assertThat(seen).filteredOn("put: done"::equals).hasSizeBetween(8, 32);
      assertThat(seen).filteredOn(line -> line.startsWith("put: 500")).isNotEmpty();
      assertThat(seen).filteredOn(line -> line.startsWith("put: 400")).isNotEmpty();
      assertThat(seen.getLast()).isNotEqualTo("send: done");
    }
  }

  private static String item(TestAws aws, String id) {
    return aws.call(
            "TestFunction",
            "DynamoDB_20120810.GetItem",
            "{\"TableName\":\"%s\",\"Key\":{\"sessionId\":{\"S\":\"%s\"}}}"
                .formatted(TestAws.TABLE, id))
        .body();
  }

  private static List<String> probe(TestAws aws, String calls)
      throws IOException, InterruptedException {
    assertThat(LIBRARIES).as("mvn verify puts the functions' libraries there").isDirectory();
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            LIBRARIES + "/*",
            PROBE.toString(),
            aws.endpoint().toString(),
            TestAws.TABLE,
            aws.queueUrl(TestAws.QUEUE));
    builder.command().addAll(List.of(calls.strip().split(" ", -1)));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output.lines().toList();
  }
}
