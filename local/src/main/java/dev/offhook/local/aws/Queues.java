package dev.offhook.local.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.offhook.local.StackStartException;
import dev.offhook.local.json.Json;
import dev.offhook.local.template.LocalEnvironment;
import dev.offhook.local.template.QueueResource;
import dev.offhook.local.template.QueueResource.Redrive;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorSystem;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import scala.concurrent.Await;
import scala.concurrent.duration.Duration;

/**
 * ElasticMQ in this JVM, in memory, with the template's queues.
 *
 * @see <a href="https://github.com/softwaremill/elasticmq">ElasticMQ</a>
 */
final class Queues implements AutoCloseable {
  private static final Duration STOP_TIMEOUT = Duration.apply(10, TimeUnit.SECONDS);

  private static final String CONFIGURATION =
      """
      pekko.daemonic = on
      pekko.jvm-shutdown-hooks = off
      pekko.loglevel = OFF
      pekko.stdout-loglevel = OFF
      pekko.loggers = []
      pekko.http.server.request-timeout = 25 s
      pekko.http.server.parsing.illegal-header-warnings = off
      pekko.coordinated-shutdown.exit-jvm = off
      pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
      """;

  private final ActorSystem actors;
  private final URI address;

  private Queues(ActorSystem actors, URI address) {
    this.actors = actors;
    this.address = address;
  }

  /**
   * Starts it on a free port of the loopback interface; it has no queues yet.
   *
   * @param environment whose address queue URLs begin with
   */
  static Queues start(LocalEnvironment environment) {
    ClassLoader loader = Queues.class.getClassLoader();
    Config configuration =
        ConfigFactory.parseString(CONFIGURATION).withFallback(ConfigFactory.load(loader)).resolve();
    ActorSystem actors = ActorSystem.create("queues", configuration, loader);
    try {
      SQSRestServer server =
          SQSRestServerBuilder.withActorSystem(actors)
              .withInterface("127.0.0.1")
              .withDynamicPort()
              .withServerAddress(new NodeAddress("http", "127.0.0.1", environment.port(), ""))
              .withAWSRegion(LocalEnvironment.REGION)
              .withAWSAccountId(LocalEnvironment.ACCOUNT)
              .start();
      int port = server.waitUntilStarted().localAddress().getPort();
      return new Queues(actors, URI.create("http://127.0.0.1:" + port));
    } catch (RuntimeException e) {
      stop(actors);
      throw new StackStartException("ElasticMQ does not start: " + e.getMessage(), e);
    }
  }

  /** Where it answers. */
  URI address() {
    return address;
  }

  /** Makes queues, then lets them redrive to each other. */
  static void create(List<QueueResource> queues, LocalEnvironment environment, AwsClient client) {
    for (QueueResource queue : queues) {
      ObjectNode request = Json.object().put("QueueName", queue.queueName());
      request
          .putObject("Attributes")
          .put("VisibilityTimeout", String.valueOf(queue.visibilityTimeoutSeconds()))
          .put("DelaySeconds", String.valueOf(queue.delaySeconds()))
          .put("ReceiveMessageWaitTimeSeconds", String.valueOf(queue.receiveWaitSeconds()));
      client.call("AmazonSQS.CreateQueue", request);
    }
    for (QueueResource queue : queues) {
      queue
          .redrive()
          .ifPresent(redrive -> redrive(environment.queueUrl(queue.queueName()), redrive, client));
    }
  }

  /** Ends it without waiting for the polls that are open. */
  @Override
  public void close() {
    stop(actors);
  }

  private static void redrive(String queueUrl, Redrive redrive, AwsClient client) {
    ObjectNode policy =
        Json.object()
            .put("deadLetterTargetArn", arn(redrive.deadLetterQueue()))
            .put("maxReceiveCount", redrive.maximumReceives());
    ObjectNode request = Json.object().put("QueueUrl", queueUrl);
    request
        .putObject("Attributes")
        .put("RedrivePolicy", new String(Json.bytes(policy), StandardCharsets.UTF_8));
    client.call("AmazonSQS.SetQueueAttributes", request);
  }

  private static String arn(String queueName) {
    return String.join(
        ":", "arn:aws:sqs", LocalEnvironment.REGION, LocalEnvironment.ACCOUNT, queueName);
  }

  private static void stop(ActorSystem actors) {
    try {
      Await.result(actors.terminate(), STOP_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      throw new StackStartException("ElasticMQ does not stop", e);
    }
  }
}
