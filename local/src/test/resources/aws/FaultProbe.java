import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.retry.RetryUtils;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Meets errors of DynamoDB and SQS with the AWS SDK as the functions carry it, without retries, and
 * prints what it sees. Runs with the functions' libraries on its class path: {@code java -cp
 * 'lib/*' FaultProbe.java ENDPOINT TABLE QUEUE_URL CALL...}, each call {@code put}, {@code get},
 * {@code transact} or {@code send}.
 */
class FaultProbe {
  private static final Map<String, AttributeValue> KEY =
      Map.of("sessionId", AttributeValue.fromS("probe"));

  public static void main(String[] arguments) {
    URI endpoint = URI.create(arguments[0]);
    try (DynamoDbClient dynamoDb = configure(DynamoDbClient.builder(), endpoint).build();
        SqsClient sqs = configure(SqsClient.builder(), endpoint).build()) {
      for (String call : List.of(arguments).subList(3, arguments.length)) {
        print(call, () -> make(call, dynamoDb, arguments[1], sqs, arguments[2]));
      }
    }
  }

  private static <
          B extends
              AwsSyncClientBuilder<B, C>
                  & software.amazon.awssdk.awscore.client.builder.AwsClientBuilder<B, C>,
          C>
      B configure(B builder, URI endpoint) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("Probe", "secret")))
        .overrideConfiguration(override -> override.retryStrategy(retry -> retry.maxAttempts(1)));
  }

  private static void make(
      String call, DynamoDbClient dynamoDb, String table, SqsClient sqs, String queueUrl) {
    switch (call) {
      case "put" -> dynamoDb.putItem(put -> put.tableName(table).item(KEY));
      case "get" -> dynamoDb.getItem(get -> get.tableName(table).key(KEY));
      case "send" -> sqs.sendMessage(send -> send.queueUrl(queueUrl).messageBody("x"));
      default ->
          dynamoDb.transactWriteItems(
              write -> write.transactItems(item(table, "a"), item(table, "b")));
    }
  }

  private static TransactWriteItem item(String table, String id) {
    Map<String, AttributeValue> item = Map.of("sessionId", AttributeValue.fromS(id));
    return TransactWriteItem.builder().put(put -> put.tableName(table).item(item)).build();
  }

  private static void print(String what, Runnable call) {
    try {
      call.run();
      System.out.println(what + ": done");
    } catch (TransactionCanceledException e) {
      String reasons =
          e.cancellationReasons().stream()
              .map(reason -> reason.code() + (reason.message() == null ? "" : "!"))
              .collect(Collectors.joining(" "));
      System.out.println(what + ": " + e.statusCode() + " cancelled, " + reasons);
    } catch (AwsServiceException e) {
      System.out.println(
          "%s: %d %s%s"
              .formatted(
                  what,
                  e.statusCode(),
                  e.getClass().getSimpleName(),
                  RetryUtils.isThrottlingException(e) ? ", throttling" : ""));
    }
  }
}
