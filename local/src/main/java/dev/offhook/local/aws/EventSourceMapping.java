package dev.offhook.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.json.Json;
import dev.offhook.local.lambda.InvocationResult.Failed;
import dev.offhook.local.lambda.InvocationResult.Returned;
import dev.offhook.local.lambda.InvocationResult.Throttled;
import dev.offhook.local.lambda.InvocationResult.TimedOut;
import dev.offhook.local.lambda.Lambda;
import dev.offhook.local.lambda.Sender;
import dev.offhook.local.template.LocalEnvironment;
import dev.offhook.local.template.QueueMapping;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lambda's poller of one queue: what a poll brings becomes an event of the function, and the next
 * poll begins. Messages that the function was done with are deleted; the others come again when
 * their visibility timeout is over.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html">Using Lambda with
 *     Amazon SQS</a>
 */
final class EventSourceMapping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventSourceMapping.class);

  /** As many events at once as Lambda begins with, where the template doesn't say. */
  private static final int CONCURRENCY = 5;

  /** Short: a queue goes on with a poll for so long after its poller has left. */
  private static final int POLL_SECONDS = 1;

  private static final int PAUSE_SECONDS = 1;
  private static final int STOP_SECONDS = 2;

  private final QueueMapping mapping;
  private final String queueUrl;
  private final AwsClient queues;
  private final Lambda lambda;
  private final Semaphore events;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("delivery-", 0).factory());
  private final Thread poller;

  private EventSourceMapping(QueueMapping mapping, AwsClient queues, Lambda lambda) {
    this.mapping = mapping;
    this.queueUrl = "/" + LocalEnvironment.ACCOUNT + "/" + mapping.queueName();
    this.queues = queues;
    this.lambda = lambda;
    this.events = new Semaphore(mapping.maximumConcurrency().orElse(CONCURRENCY));
    this.poller = Thread.ofVirtual().name("poller-" + mapping.queueName()).unstarted(this::poll);
  }

  /** Starts one; as Lambda does, it first asks the queue how much there is. */
  static EventSourceMapping start(QueueMapping mapping, AwsClient queues, Lambda lambda) {
    EventSourceMapping mapped = new EventSourceMapping(mapping, queues, lambda);
    mapped.measure();
    mapped.poller.start();
    return mapped;
  }

  /** Polls no more, and gives the function a little time for the events that it is working on. */
  @Override
  public void close() {
    poller.interrupt();
    try {
      poller.join();
      threads.shutdown();
      if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void measure() {
    ObjectNode request = Json.object().put("QueueUrl", queueUrl);
    request.putArray("AttributeNames").add("ApproximateNumberOfMessages");
    queues.call("AmazonSQS.GetQueueAttributes", request);
  }

  private void poll() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        events.acquire();
        JsonNode messages = receive();
        if (messages.isEmpty()) {
          events.release();
        } else {
          threads.execute(() -> deliver(messages));
        }
      }
    } catch (InterruptedException e) {
      // That is how a poller ends.
    }
  }

  private JsonNode receive() throws InterruptedException {
    ObjectNode request = Json.object().put("QueueUrl", queueUrl);
    request.put("MaxNumberOfMessages", mapping.batchSize()).put("WaitTimeSeconds", POLL_SECONDS);
    request.putArray("AttributeNames").add("All");
    request.putArray("MessageAttributeNames").add("All");
    try {
      return queues.call("AmazonSQS.ReceiveMessage", request).path("Messages");
    } catch (CallFailedException e) {
      if (!Thread.currentThread().isInterrupted()) {
        LOG.warn("{}", e.getMessage());
      }
      TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
      return MissingNode.getInstance();
    }
  }

  private void deliver(JsonNode messages) {
    try {
      Set<String> done = invoke(messages);
      if (!done.isEmpty()) {
        delete(messages, done);
      }
    } catch (CallFailedException e) {
      LOG.warn("{}", e.getMessage());
    } finally {
      events.release();
    }
  }

  /** The ids of the messages that the function was done with. */
  private Set<String> invoke(JsonNode messages) {
    byte[] event = Json.bytes(QueueEvent.of(messages, mapping.queueArn()));
    return switch (lambda.invoke(mapping.function(), Sender.AWS, event)) {
      case Returned returned when mapping.reportsFailures() ->
          BatchResponse.succeeded(QueueEvent.messageIds(messages), returned.payload());
      case Returned _ -> QueueEvent.messageIds(messages);
      case Failed _, TimedOut _, Throttled _ -> Set.of();
    };
  }

  private void delete(JsonNode messages, Set<String> done) {
    ObjectNode request = Json.object().put("QueueUrl", queueUrl);
    ArrayNode entries = request.putArray("Entries");
    for (JsonNode message : messages) {
      if (done.contains(message.path("MessageId").asText())) {
        entries
            .addObject()
            .put("Id", String.valueOf(entries.size()))
            .put("ReceiptHandle", message.path("ReceiptHandle").asText());
      }
    }
    queues.call("AmazonSQS.DeleteMessageBatch", request);
  }
}
