package dev.offhook.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offhook.protocol.CallId;
import dev.offhook.signaling.Timers.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

class SqsTimersTest {

  private static final Timer TIMER = new Timer.Check(new CallId("a"));

  private final List<SendMessageRequest> sent = Collections.synchronizedList(new ArrayList<>());
  private Optional<RuntimeException> refusal = Optional.empty();
  private final SqsTimers timers = new SqsTimers(new RecordingSqs(), "http://queue");

  @ParameterizedTest
  @CsvSource({
    "PT-1.5S, 0",
    "PT0S, 0",
    "PT0.001S, 1",
    "PT1S, 1",
    "PT44.001S, 45",
    "PT15M, 900",
    "PT2H, 900"
  })
  void aTimerIsAMessageDelayedByWholeSecondsAndAtMostByFifteenMinutes(Duration delay, int seconds) {
    timers.start(TIMER, delay);

    assertThat(sent)
        .containsExactly(
            SendMessageRequest.builder()
                .queueUrl("http://queue")
                .messageBody(TimerMessage.write(TIMER))
                .delaySeconds(seconds)
                .build());
  }

  @Test
  void whoWaitsForATimerToBeStartedHasItStarted() {
    timers.starting(TIMER, Duration.ZERO).run();

    assertThat(sent).hasSize(1);
  }

  @Test
  void whoWaitsForATimerThatCanNotBeStartedIsTold() {
    refusal = Optional.of(new IllegalStateException("refused"));
    Runnable started = timers.starting(TIMER, Duration.ZERO);

    assertThatThrownBy(started::run).isSameAs(refusal.orElseThrow());
  }

  private final class RecordingSqs implements SqsClient {

    @Override
    public SendMessageResponse sendMessage(SendMessageRequest request) {
      refusal.ifPresent(
          refused -> {
            throw refused;
          });
      sent.add(request);
      return SendMessageResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
