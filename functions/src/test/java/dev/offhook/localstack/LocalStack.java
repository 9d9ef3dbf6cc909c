package dev.offhook.localstack;

import dev.offhook.aws.AwsClients;
import dev.offhook.contracts.Stores;
import dev.offhook.dynamodb.DynamoDbStores;
import dev.offhook.session.Rate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * LocalStack in a container, one for all tests, stopped when they are done; or the one that runs
 * already at {@code -Doffhook.localstack=URL}. It is spoken to with the functions' own clients.
 */
final class LocalStack {

  /** The last image that asks for no token. */
  static final String IMAGE = "localstack/localstack:4.14.0";

  /** How often a race is run: a tenth of what DynamoDB Local is given, of which this is made. */
  static final int ROUNDS = 20;

  private static final String ADDRESS = System.getProperty("offhook.localstack", "");

  private LocalStack() {}

  static boolean isAvailable() {
    return !ADDRESS.isEmpty() || DockerClientFactory.instance().isDockerAvailable();
  }

  static Stores stores(Rate rate, Duration resumeWindow, InstantSource clock) {
    return new DynamoDbStores(Running.DYNAMO_DB, rate, resumeWindow, clock);
  }

  static SqsClient sqs() {
    return Running.SQS;
  }

  private static final class Running {

    private static final AwsClients CLIENTS =
        new AwsClients(
            Map.of(
                "AWS_ENDPOINT_URL", ADDRESS.isEmpty() ? start() : ADDRESS,
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test"));

    static final DynamoDbClient DYNAMO_DB = CLIENTS.dynamoDb();
    static final SqsClient SQS = CLIENTS.sqs();

    @SuppressWarnings("resource") // Testcontainers stops it when this JVM ends.
    private static String start() {
      LocalStackContainer container =
          new LocalStackContainer(DockerImageName.parse(IMAGE)).withServices("dynamodb", "sqs");
      // Services that start with the first request to them keep it longer than a function waits.
      container.addEnv("EAGER_SERVICE_LOADING", "1");
      container.start();
      return container.getEndpoint().toString();
    }
  }
}
