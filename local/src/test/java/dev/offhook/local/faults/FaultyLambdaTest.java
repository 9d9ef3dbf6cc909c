package dev.offhook.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.local.lambda.InvocationResult;
import dev.offhook.local.lambda.InvocationResult.Returned;
import dev.offhook.local.lambda.Lambda;
import dev.offhook.local.lambda.Sender;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FaultyLambdaTest {
  private static final String FRAME =
      """
      {"requestContext":{"eventType":"MESSAGE","connectionId":"c"},"body":"{\\"action\\":\\"x\\"}"}
      """;

  private final AtomicInteger runs = new AtomicInteger();
  private FaultInjection injection = new FaultInjection(adversary(Faults.NONE), (id, told) -> true);

  @AfterEach
  void close() {
    injection.close();
  }

  private static Adversary adversary(Faults faults) {
    return new Adversary(faults, 42);
  }

  private Lambda around(Lambda lambda) {
    return injection.around(lambda);
  }

  private InvocationResult numbered() {
    return new Returned(("run " + runs.incrementAndGet()).getBytes(UTF_8));
  }

  private static String text(InvocationResult result) {
    return result instanceof Returned(byte[] payload) ? new String(payload, UTF_8) : "failed";
  }

  private static InvocationResult invoke(Lambda lambda, String event) {
    return lambda.invoke("Signal", Sender.AWS, event.getBytes(UTF_8));
  }

  @Test
  void withoutFaultsAFrameRunsOnce() {
    assertThat(text(invoke(around((_, _, _) -> numbered()), FRAME))).isEqualTo("run 1");
    assertThat(runs).hasValue(1);
  }

  @Test
  void theSecondRunFollowsAndTheFirstIsAnswered() throws Exception {
    CountDownLatch twice = new CountDownLatch(2);
    injection.adversary().repeat(Invocations.of("Signal").with("x").by("c"), Repetition.AFTERWARDS);
    Lambda lambda =
        around(
            (_, _, _) -> {
              twice.countDown();
              return numbered();
            });
    assertThat(text(invoke(lambda, FRAME))).isEqualTo("run 1");
    assertThat(twice.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void theFirstAnswerIsLostAndTheSecondRunIsAnswered() {
    injection.adversary().repeat(Invocations.of("Signal"), Repetition.INSTEAD);
    Lambda lambda = around((_, _, _) -> numbered());
    assertThat(text(invoke(lambda, FRAME))).isEqualTo("run 2");
    assertThat(text(invoke(lambda, FRAME))).isEqualTo("run 3");
  }

  @Test
  void bothRunAtTheSameTimeAndOneIsAnswered() {
    CyclicBarrier meeting = new CyclicBarrier(2);
    injection.adversary().repeat(Invocations.of("Signal"), Repetition.AT_ONCE);
    Lambda lambda =
        around(
            (_, _, _) -> {
              try {
                meeting.await(20, TimeUnit.SECONDS);
                return numbered();
              } catch (Exception e) {
                return new InvocationResult.TimedOut();
              }
            });
    assertThat(text(invoke(lambda, FRAME))).startsWith("run ");
  }

  @Test
  void onlyWhatIsMeantIsRepeated() {
    Planned planned =
        injection.adversary().repeat(Invocations.of("Signal").with("y"), Repetition.INSTEAD);
    invoke(around((_, _, _) -> numbered()), FRAME);
    assertThat(runs).hasValue(1);
    assertThat(planned.hasHappened()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"requestContext\":{\"eventType\":\"CONNECT\"}}",
        "{\"requestContext\":{\"http\":{}}}",
        "{\"type\":\"REQUEST\"}",
        "no JSON"
      })
  void whatAClientWaitsForOverHttpIsNeverRepeated(String event) {
    use(Faults.NONE.with(Fault.TWICE, 1));
    assertThat(text(invoke(around((_, _, _) -> numbered()), event))).isEqualTo("run 1");
    assertThat(runs).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"requestContext\":{\"eventType\":\"DISCONNECT\"}}",
        "{\"Records\":[]}",
      })
  void disconnectsAndTimersAreRepeatedAndTakeTheirTime(String event) {
    use(Faults.NONE.with(Fault.TWICE, 1).withDelay(Duration.ofMillis(300)));
    CountDownLatch twice = new CountDownLatch(40);
    Lambda lambda =
        around(
            (_, _, _) -> {
              twice.countDown();
              return numbered();
            });
    long begun = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      invoke(lambda, event);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(1));
    assertThat(awaits(twice)).isTrue();
  }

  private static boolean awaits(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void use(Faults faults) {
    injection.close();
    injection = new FaultInjection(adversary(faults), (id, told) -> true);
  }
}
