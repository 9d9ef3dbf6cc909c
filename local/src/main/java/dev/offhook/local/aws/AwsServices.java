package dev.offhook.local.aws;

import dev.offhook.local.StackStartException;
import dev.offhook.local.iam.Access;
import dev.offhook.local.iam.Calls;
import dev.offhook.local.iam.DynamoDbCalls;
import dev.offhook.local.iam.Request;
import dev.offhook.local.lambda.Lambda;
import dev.offhook.local.template.LocalEnvironment;
import dev.offhook.local.template.QueueMapping;
import dev.offhook.local.template.QueueResource;
import dev.offhook.local.template.StackTemplate;
import dev.offhook.local.template.TableResource;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Handler;

/**
 * The services of AWS that a template's functions use, but Lambda and API Gateway: DynamoDB, SQS
 * and Secrets Manager.
 *
 * <p>{@link #start} brings them up with the template's tables, queues and secrets; {@link #front}
 * puts them on the gateway's port; {@link #deliverTo} lets queues invoke functions.
 */
public final class AwsServices implements AutoCloseable {
  private final StackTemplate template;
  private final HttpClient http;
  private final DynamoDb dynamoDb;
  private final Queues queues;
  private final Secrets secrets;
  private final AwsService queueService;
  private final AwsCalls calls = new AwsCalls();
  private final Access access;
  private final AwsFront front;

  private AwsServices(
      StackTemplate template,
      HttpClient http,
      DynamoDb dynamoDb,
      Queues queues,
      Secrets secrets,
      Access access,
      UnaryOperator<AwsService> between) {
    this.template = template;
    this.access = access;
    this.http = http;
    this.dynamoDb = dynamoDb;
    this.queues = queues;
    this.secrets = secrets;
    this.queueService =
        new GrantedService(new ForwardedService(http, queues.address()), access, Calls::sqs);
    DynamoDbCalls ofTables = new DynamoDbCalls(partitionKeys(template.tables()));
    Map<String, String> arns = new HashMap<>();
    template.secrets().forEach(secret -> arns.put(secret.name(), secret.arn()));
    this.front =
        new AwsFront(
            Map.of(
                "DynamoDB_20120810",
                between.apply(new GrantedService(dynamoDb.service(), access, ofTables::requests)),
                "AmazonSQS",
                between.apply(queueService),
                "secretsmanager",
                between.apply(
                    new GrantedService(
                        secrets,
                        access,
                        (operation, body) -> Calls.secrets(operation, body, arns)))),
            calls);
  }

  /**
   * Starts all of them, at the same time.
   *
   * @param environment whose port the gateway listens on
   * @param state the directory that keeps generated secrets, see {@link StateDirectory}; empty:
   *     each start makes new ones
   * @param access what functions may call
   * @param between what stands between the functions and each service
   * @throws StackStartException if one of them does not start
   */
  public static AwsServices start(
      StackTemplate template,
      LocalEnvironment environment,
      Optional<Path> state,
      Access access,
      UnaryOperator<AwsService> between) {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      var dynamoDb =
          CompletableFuture.supplyAsync(() -> DynamoDb.start(template.tables()), threads);
      var queues =
          CompletableFuture.supplyAsync(
              () -> startQueues(template.queues(), environment, http), threads);
      try {
        Secrets secrets = secrets(template, secretStore(state));
        return new AwsServices(
            template, http, dynamoDb.join(), queues.join(), secrets, access, between);
      } catch (RuntimeException e) {
        closeStarted(dynamoDb);
        closeStarted(queues);
        http.shutdownNow();
        throw failure(e);
      }
    }
  }

  /** What the gateway serves them with: an extension of its configuration. */
  public Handler front() {
    return front;
  }

  /** The calls that came through the front. */
  public AwsCalls calls() {
    return calls;
  }

  /**
   * Begins to deliver the messages of the template's mapped queues to their functions, in whose
   * names the queues are read, and lets functions rotate secrets.
   *
   * @return ends the deliveries
   * @throws StackStartException if a function may not read its queue
   */
  public AutoCloseable deliverTo(Lambda lambda) {
    template
        .rotations()
        .forEach(
            schedule ->
                secrets.rotate(
                    schedule.secretArn(), new SecretRotation(lambda, schedule.function())));
    List<QueueMapping> enabled =
        template.queueMappings().stream().filter(QueueMapping::enabled).toList();
    enabled.forEach(mapping -> requireRights(access, mapping));
    List<EventSourceMapping> mappings =
        enabled.stream()
            .map(
                mapping ->
                    EventSourceMapping.start(
                        mapping, new AwsClient(queueService, mapping.function()), lambda))
            .toList();
    return () -> mappings.forEach(EventSourceMapping::close);
  }

  /** Lambda makes no mapping without them, and so no stack comes up. */
  static void requireRights(Access access, QueueMapping mapping) {
    for (Request request : Calls.polling(mapping.queueArn())) {
      if (!access.allows(mapping.function(), request)) {
        throw new StackStartException(
            "the role of "
                + mapping.function()
                + " does not have permissions to call "
                + request.action().substring("sqs:".length())
                + " on SQS");
      }
    }
  }

  /** Ends the services; what was stored is gone, but the secrets. */
  @Override
  public void close() {
    http.shutdownNow();
    try {
      queues.close();
    } finally {
      dynamoDb.close();
    }
  }

  private static Map<String, String> partitionKeys(List<TableResource> tables) {
    return tables.stream()
        .collect(
            Collectors.toMap(
                TableResource::tableName, table -> table.key().getFirst().attribute()));
  }

  private static Queues startQueues(
      List<QueueResource> resources, LocalEnvironment environment, HttpClient http) {
    Queues queues = Queues.start(environment);
    AwsClient client = new AwsClient(new ForwardedService(http, queues.address()));
    try {
      Queues.create(resources, environment, client);
      return queues;
    } catch (RuntimeException e) {
      queues.close();
      throw e;
    }
  }

  private static StackStartException failure(RuntimeException e) {
    Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    return cause instanceof StackStartException told
        ? told
        : new StackStartException("a service of AWS does not start: " + cause.getMessage(), cause);
  }

  private static Secrets secrets(StackTemplate template, SecretStore store) {
    List<Secret> values = store.values(template.secrets());
    return new Secrets(values, InstantSource.system(), store::save);
  }

  private static SecretStore secretStore(Optional<Path> state) {
    InstantSource clock = InstantSource.system();
    return state
        .<SecretStore>map(directory -> new FileSecretStore(directory, clock))
        .orElseGet(() -> new MemorySecretStore(clock));
  }

  private static void closeStarted(CompletableFuture<? extends AutoCloseable> start) {
    start
        .handle((started, failure) -> Optional.<AutoCloseable>ofNullable(started))
        .join()
        .ifPresent(AwsServices::closeQuietly);
  }

  private static void closeQuietly(AutoCloseable service) {
    try {
      service.close();
    } catch (Exception e) {
      // The failure that is about to be told came first.
    }
  }
}
