package dev.offhook.queue;

import dev.offhook.signaling.Timers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Timers as delayed messages of a standard queue.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-timers.html">Message
 *     timers</a>
 */
public final class SqsTimers implements Timers {

  private static final Duration MAX_DELAY = Duration.ofMinutes(15);

  private final SqsClient client;
  private final String queueUrl;

  public SqsTimers(SqsClient client, String queueUrl) {
    this.client = client;
    this.queueUrl = queueUrl;
  }

  /**
   * {@inheritDoc} The delay is rounded up to a second, the unit of the queue; one of more than 15
   * minutes is cut to that.
   */
  @Override
  public void start(Timer timer, Duration delay) {
    long millis = Math.clamp(delay.toMillis(), 0, MAX_DELAY.toMillis());
    int seconds = Math.toIntExact(Math.ceilDiv(millis, 1000L));
    client.sendMessage(
        request ->
            request
                .queueUrl(queueUrl)
                .messageBody(TimerMessage.write(timer))
                .delaySeconds(seconds));
  }

  @Override
  public Runnable starting(Timer timer, Duration delay) {
    CompletableFuture<Void> started =
        CompletableFuture.runAsync(
            () -> start(timer, delay), task -> Thread.ofVirtual().start(task));
    return () -> {
      try {
        started.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      }
    };
  }
}
