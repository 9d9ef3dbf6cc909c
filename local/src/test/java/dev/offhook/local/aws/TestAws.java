package dev.offhook.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.iam.Access;
import dev.offhook.local.json.Json;
import dev.offhook.local.template.LocalEnvironment;
import dev.offhook.local.template.QueueMapping;
import dev.offhook.local.template.QueueResource;
import dev.offhook.local.template.QueueResource.Redrive;
import dev.offhook.local.template.SecretResource;
import dev.offhook.local.template.StackTemplate;
import dev.offhook.local.template.TableResource;
import dev.offhook.local.template.TableResource.Index;
import dev.offhook.local.template.TableResource.KeyElement;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** AWS's services with a table, queues and a secret, on a server that has nothing else. */
final class TestAws implements AutoCloseable {
  static final String TABLE = "offhook-Sessions";
  static final String QUEUE = "offhook-Timers";
  static final String DEAD_LETTERS = "offhook-DeadLetters";
  static final String FUNCTION = "TimerFunction";
  static final int VISIBILITY_SECONDS = 1;
  static final int MAXIMUM_RECEIVES = 2;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Server server = new Server();
  private final LocalEnvironment environment;
  private final AwsServices services;

  TestAws() throws Exception {
    this(UnaryOperator.identity());
  }

  /**
   * @param between what stands between the functions and each service
   */
  TestAws(UnaryOperator<AwsService> between) throws Exception {
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector.open();
    server.addConnector(connector);
    environment = new LocalEnvironment(connector.getLocalPort());
    services =
        AwsServices.start(
            template(), environment, Optional.empty(), new Access(List.of()), between);
    server.setHandler(services.front());
    server.start();
  }

  AwsServices services() {
    return services;
  }

  URI endpoint() {
    return URI.create(environment.url() + "/");
  }

  String queueUrl(String name) {
    return environment.queueUrl(name);
  }

  /** Makes one call as a function, with a signature that looks like one. */
  HttpResponse<String> call(String function, String target, String body) {
    return send(
        request ->
            request
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", target)
                .header(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential="
                        + function
                        + "/20260101/us-east-1/x/aws4_request, SignedHeaders=host, Signature=0")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Sends one request to the endpoint. */
  HttpResponse<String> send(UnaryOperator<HttpRequest.Builder> request) {
    try {
      return http.send(
          request.apply(HttpRequest.newBuilder(endpoint())).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Puts a message into the queue; its id. */
  String sendMessage(String body, int delaySeconds) {
    ObjectNode request =
        Json.object()
            .put("QueueUrl", queueUrl(QUEUE))
            .put("MessageBody", body)
            .put("DelaySeconds", delaySeconds);
    return json(call("TestFunction", "AmazonSQS.SendMessage", text(request)))
        .path("MessageId")
        .asText();
  }

  /** How many messages a queue holds, those too that are being worked on. */
  int messages(String queue) {
    ObjectNode request = Json.object().put("QueueUrl", queueUrl(queue));
    request.putArray("AttributeNames").add("All");
    JsonNode attributes =
        json(call("TestFunction", "AmazonSQS.GetQueueAttributes", text(request)))
            .path("Attributes");
    return attributes.path("ApproximateNumberOfMessages").asInt()
        + attributes.path("ApproximateNumberOfMessagesNotVisible").asInt()
        + attributes.path("ApproximateNumberOfMessagesDelayed").asInt();
  }

  static JsonNode json(HttpResponse<String> response) {
    return Json.readObject(response.body().getBytes(StandardCharsets.UTF_8))
        .orElseThrow(() -> new AssertionError(response.body()));
  }

  @Override
  public void close() {
    http.shutdownNow();
    try {
      server.stop();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    services.close();
  }

  private static String text(ObjectNode request) {
    return request.toString();
  }

  private static StackTemplate template() {
    TableResource table =
        new TableResource(
            "Sessions",
            TABLE,
            Map.of("sessionId", "S", "room", "S"),
            List.of(new KeyElement("sessionId", "HASH")),
            List.of(new Index("byRoom", List.of(new KeyElement("room", "HASH")), "ALL", List.of())),
            Optional.of("expiresAt"));
    QueueResource queue =
        new QueueResource(
            "Timers",
            QUEUE,
            VISIBILITY_SECONDS,
            0,
            0,
            Optional.of(new Redrive(DEAD_LETTERS, MAXIMUM_RECEIVES)));
    QueueResource deadLetters =
        new QueueResource("DeadLetters", DEAD_LETTERS, 30, 0, 0, Optional.empty());
    SecretResource secret =
        new SecretResource(
            "Signing", "signing", "arn:signing", new SecretResource.Source.Given("shh"));
    return new StackTemplate(
        List.of(),
        List.of(),
        List.of(mapping(true)),
        List.of(table),
        List.of(queue, deadLetters),
        List.of(secret),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static QueueMapping mapping(boolean reportsFailures) {
    return new QueueMapping(
        FUNCTION,
        QUEUE,
        "arn:aws:sqs:us-east-1:000000000000:" + QUEUE,
        10,
        reportsFailures,
        OptionalInt.empty(),
        true);
  }
}
