package dev.offhook.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.lambda.InvocationResult;
import dev.offhook.local.lambda.Lambda;
import dev.offhook.local.template.LocalEnvironment;
import dev.offhook.local.template.QueueMapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lambda's poller of one queue: long polls, each of which becomes an event of the function.
 * Messages that it was done with are deleted; the others come again when their visibility timeout
 * is over.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html">Using Lambda with
 *     Amazon SQS</a>
 */
final class EventSourceMapping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventSourceMapping.class);

  /** As many as Lambda begins with. */
  private static final int POLLERS = 5;

  private static final int POLL_SECONDS = 20;
  private static final int PAUSE_SECONDS = 1;
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

  private final QueueMapping mapping;
  private final String queueUrl;
  private final AwsClient queues;
  private final Lambda lambda;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final List<Thread> pollers = new ArrayList<>();

  private EventSourceMapping(QueueMapping mapping, AwsClient queues, Lambda lambda) {
    this.mapping = mapping;
    this.queueUrl = "/" + LocalEnvironment.ACCOUNT + "/" + mapping.queueName();
    this.queues = queues;
    this.lambda = lambda;
  }

  static EventSourceMapping start(QueueMapping mapping, AwsClient queues, Lambda lambda) {
    EventSourceMapping started = new EventSourceMapping(mapping, queues, lambda);
    int count = Math.min(POLLERS, mapping.maximumConcurrency().orElse(POLLERS));
    for (int i = 0; i < count; i++) {
      started.pollers.add(
          Thread.ofVirtual().name("poller-" + mapping.queueName()).start(started::poll));
    }
    return started;
  }

  /** Ends polls at once; messages that a function is working on stay in the queue. */
  @Override
  public void close() {
    stop.countDown();
    pollers.forEach(Thread::interrupt);
    try {
      for (Thread poller : pollers) {
        poller.join(STOP_TIMEOUT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void poll() {
    while (stop.getCount() > 0) {
      try {
        JsonNode messages = receive();
        if (!messages.isEmpty()) {
          deliver(messages);
        }
      } catch (CallFailedException e) {
        pause(e);
      }
    }
  }

  private JsonNode receive() {
    ObjectNode request = Json.object().put("QueueUrl", queueUrl);
    request.put("MaxNumberOfMessages", mapping.batchSize()).put("WaitTimeSeconds", POLL_SECONDS);
    request.putArray("AttributeNames").add("All");
    request.putArray("MessageAttributeNames").add("All");
    return queues.call("AmazonSQS.ReceiveMessage", request).path("Messages");
  }

  private void deliver(JsonNode messages) {
    byte[] event = Json.bytes(QueueEvent.of(messages, mapping.queueArn()));
    Set<String> done =
        switch (lambda.invoke(mapping.function(), event)) {
          case InvocationResult.Returned returned when mapping.reportsFailures() ->
              BatchResponse.succeeded(QueueEvent.messageIds(messages), returned.payload());
          case InvocationResult.Returned _ -> QueueEvent.messageIds(messages);
          case InvocationResult.Failed _,
              InvocationResult.TimedOut _,
              InvocationResult.Throttled _ ->
              Set.of();
        };
    if (!done.isEmpty()) {
      delete(messages, done);
    }
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

  /** Waits after a failure of the queue, unless it is the stop that made it fail. */
  private void pause(CallFailedException failure) {
    if (stop.getCount() > 0) {
      LOG.warn("{}: {}", mapping.queueName(), failure.getMessage());
    }
    try {
      stop.await(PAUSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      stop.countDown();
    }
  }
}
