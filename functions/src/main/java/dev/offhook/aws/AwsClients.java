package dev.offhook.aws;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Makes clients, one for each service, that share one HTTP client. Credentials, region and
 * endpoints come from the given variables, in AWS's own names, before the SDK looks elsewhere: a
 * JVM that runs several functions has only one environment of its own.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html">Endpoints of
 *     services</a>
 */
public final class AwsClients implements AutoCloseable {

  /** A call that takes longer than this is made again; well inside a function's own time. */
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(2);

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(6);
  private static final int MAX_ATTEMPTS = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(25);
  private static final Duration FIRST_PAUSE_WHEN_THROTTLED = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Map<String, String> variables;
  private final SdkHttpClient http;
  private final Map<Class<?>, SdkAutoCloseable> clients = new HashMap<>();

  public AwsClients(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
    this.http =
        Apache5HttpClient.builder()
            .connectionTimeout(Duration.ofSeconds(1))
            .socketTimeout(ATTEMPT_TIMEOUT)
            .build();
  }

  public DynamoDbClient dynamoDb() {
    return once(
        DynamoDbClient.class,
        () -> configure(DynamoDbClient.builder(), endpoint("AWS_ENDPOINT_URL_DYNAMODB")).build());
  }

  public SqsClient sqs() {
    return once(
        SqsClient.class,
        () -> configure(SqsClient.builder(), endpoint("AWS_ENDPOINT_URL_SQS")).build());
  }

  public SecretsManagerClient secretsManager() {
    return once(
        SecretsManagerClient.class,
        () ->
            configure(SecretsManagerClient.builder(), endpoint("AWS_ENDPOINT_URL_SECRETS_MANAGER"))
                .build());
  }

  /** The management API of the WebSocket API: the endpoint has no default in the SDK. */
  public ApiGatewayManagementApiClient management() {
    return once(
        ApiGatewayManagementApiClient.class,
        () -> configure(ApiGatewayManagementApiClient.builder(), managementEndpoint()).build());
  }

  private Optional<URI> managementEndpoint() {
    return variable("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI")
        .or(() -> variable("MANAGEMENT_ENDPOINT"))
        .map(URI::create);
  }

  /** Closes all clients that were made. */
  @Override
  public synchronized void close() {
    clients.values().forEach(SdkAutoCloseable::close);
    http.close();
  }

  private synchronized <C extends SdkAutoCloseable> C once(Class<C> type, Supplier<C> make) {
    return type.cast(clients.computeIfAbsent(type, _ -> make.get()));
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configure(
      B builder, Optional<URI> endpoint) {
    builder
        .httpClient(http)
        .credentialsProvider(credentials())
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .retryStrategy(retries())
                .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                .apiCallTimeout(CALL_TIMEOUT)
                .build());
    variable("AWS_REGION").map(Region::of).ifPresent(builder::region);
    endpoint.ifPresent(builder::endpointOverride);
    return builder;
  }

  /** The standard ones, but with pauses that a caller in the middle of a call can wait for. */
  private static RetryStrategy retries() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(MAX_ATTEMPTS)
        .backoffStrategy(BackoffStrategy.exponentialDelay(FIRST_PAUSE, LONGEST_PAUSE))
        .throttlingBackoffStrategy(
            BackoffStrategy.exponentialDelay(FIRST_PAUSE_WHEN_THROTTLED, LONGEST_PAUSE))
        .build();
  }

  private Optional<URI> endpoint(String ofService) {
    return variable(ofService).or(() -> variable("AWS_ENDPOINT_URL")).map(URI::create);
  }

  private AwsCredentialsProvider credentials() {
    Optional<String> accessKey = variable("AWS_ACCESS_KEY_ID");
    Optional<String> secretKey = variable("AWS_SECRET_ACCESS_KEY");
    if (accessKey.isEmpty() || secretKey.isEmpty()) {
      return DefaultCredentialsProvider.builder().build();
    }
    AwsCredentials credentials =
        variable("AWS_SESSION_TOKEN")
            .<AwsCredentials>map(
                token -> AwsSessionCredentials.create(accessKey.get(), secretKey.get(), token))
            .orElseGet(() -> AwsBasicCredentials.create(accessKey.get(), secretKey.get()));
    return StaticCredentialsProvider.create(credentials);
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }
}
