package dev.offhook.localstack;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.protocol.SessionId;
import dev.offhook.queue.SqsTimers;
import dev.offhook.queue.TimerMessage;
import dev.offhook.signaling.Timers.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What a queue makes of the timers: when they come, that they come again, and where they end. */
@OnLocalStack
@Timeout(60)
class LocalStackTimersIT {

  private static final Timer TIMER = new Timer.Mail(new SessionId("one"));
  private static final Timer OTHER = new Timer.Mail(new SessionId("other"));
  private static final MessageSystemAttributeName RECEIVE_COUNT =
      MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT;
  private static final int POLL_SECONDS = 1;

  /** The queue's clock and this one need not tick together. */
  private static final Duration TICK = Duration.ofSeconds(1);

  @Test
  void aTimerComesWhenItRanOutAndNotBefore() {
    String queue = queue(Map.of());
    long start = System.nanoTime();
    timers(queue).start(TIMER, Duration.ofSeconds(3));

    assertThat(timer(next(queue))).contains(TIMER);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThan(Duration.ofSeconds(3).minus(TICK));
  }

  @Test
  void aShortTimerOvertakesALongOne() {
    String queue = queue(Map.of());
    timers(queue).start(TIMER, Duration.ofSeconds(4));
    timers(queue).start(OTHER, Duration.ofSeconds(1));

    assertThat(timer(done(queue, next(queue)))).contains(OTHER);
    assertThat(timer(done(queue, next(queue)))).contains(TIMER);
  }

  @Test
  void aTimerThatWasNotHandledComesAgainAndSaysSo() {
    String queue = queue(Map.of());
    timers(queue).start(TIMER, Duration.ZERO);

    assertThat(receives(next(queue))).isEqualTo("1");
    Message again = next(queue);

    assertThat(timer(again)).contains(TIMER);
    assertThat(receives(again)).isEqualTo("2");
  }

  @Test
  void aTimerThatWasHandledComesNoMore() {
    String queue = queue(Map.of());
    timers(queue).start(TIMER, Duration.ZERO);

    done(queue, next(queue));

    assertThat(poll(queue)).isEmpty();
    assertThat(poll(queue)).isEmpty();
  }

  @Test
  void aTimerThatAlwaysFailsEndsInTheDeadLetterQueue() {
    String deadLetters = queue(Map.of());
    String policy =
        "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"2\"}"
            .formatted(attribute(deadLetters, QueueAttributeName.QUEUE_ARN));
    String queue = queue(Map.of(QueueAttributeName.REDRIVE_POLICY, policy));
    timers(queue).start(TIMER, Duration.ZERO);

    next(queue);
    next(queue);

    // It is moved when it would be received once more.
    assertThat(poll(queue)).isEmpty();
    assertThat(poll(queue)).isEmpty();
    assertThat(timer(next(deadLetters))).contains(TIMER);
  }

  @Test
  void aDelayThatIsCutToTheLongestIsTaken() {
    String queue = queue(Map.of());

    timers(queue).start(TIMER, Duration.ofHours(1));

    assertThat(attribute(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
        .isEqualTo("1");
  }

  private static SqsTimers timers(String queue) {
    return new SqsTimers(LocalStack.sqs(), queue);
  }

  /** A new queue; a message that nobody deletes comes again after a second. */
  private static String queue(Map<QueueAttributeName, String> attributes) {
    Map<QueueAttributeName, String> all = new HashMap<>(attributes);
    all.put(QueueAttributeName.VISIBILITY_TIMEOUT, "1");
    return LocalStack.sqs()
        .createQueue(r -> r.queueName("timers-" + UUID.randomUUID()).attributes(all))
        .queueUrl();
  }

  private static String attribute(String queue, QueueAttributeName name) {
    return requireNonNull(
        LocalStack.sqs()
            .getQueueAttributes(r -> r.queueUrl(queue).attributeNames(name))
            .attributes()
            .get(name));
  }

  /** The next message, however long it takes to come. */
  private static Message next(String queue) {
    while (true) {
      Optional<Message> message = poll(queue);
      if (message.isPresent()) {
        return message.get();
      }
    }
  }

  private static Optional<Message> poll(String queue) {
    return LocalStack.sqs()
        .receiveMessage(
            r ->
                r.queueUrl(queue)
                    .waitTimeSeconds(POLL_SECONDS)
                    .messageSystemAttributeNames(RECEIVE_COUNT))
        .messages()
        .stream()
        .findFirst();
  }

  private static Message done(String queue, Message message) {
    LocalStack.sqs().deleteMessage(r -> r.queueUrl(queue).receiptHandle(message.receiptHandle()));
    return message;
  }

  private static Optional<Timer> timer(Message message) {
    return TimerMessage.read(message.body());
  }

  private static String receives(Message message) {
    return requireNonNull(message.attributes().get(RECEIVE_COUNT));
  }
}
