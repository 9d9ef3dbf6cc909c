package dev.offhook.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.acceptance.chaos.Call.Plan;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two hundred pairs call each other over real sockets while everything goes wrong that may: every
 * call connects or ends, and both sides know.
 */
@OffhookStack(
    faults =
        "delay=40ms,reorder=0.03,twice=0.03,crash=0.01,lose-post=0.02,drop=0.02,drop-silently=0.01,"
            + "dynamodb=0.03,sqs=0.03,management=0.03",
    seed = 42,
    shared = false,
    parameters = {
      "RingSeconds=20",
      "ResumeSeconds=10",
      "FramesPerSecond=1000",
      "FramesBurst=1000",
      "NewSessionsPerSecond=1000",
      "NewSessionsBurst=1000"
    })
@Timeout(300)
class ChaosIT {
  private static final int PAIRS = Integer.getInteger("offhook.chaos.pairs", 200);
  private static final int AT_ONCE = 12;
  private static final int STORIES = 5;

  private final LocalStack stack;

  ChaosIT(LocalStack stack) {
    this.stack = stack;
  }

  @Test
  void everyCallConnectsOrEndsAndBothSidesKnow() {
    Service service = new Service(stack.apiUrl(), stack.websocketUrl());
    SplittableRandom random = new SplittableRandom(stack.faults().seed());
    Tally tally = new Tally();
    List<Call> calls = new ArrayList<>();
    long begun = System.nanoTime();
    Semaphore places = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int number = 0; number < PAIRS; number++) {
        places.acquireUninterruptibly();
        Call call = new Call(plan(number), service, random.split(), tally);
        calls.add(call);
        threads.execute(
            () -> {
              run(call);
              places.release();
            });
      }
    }
    calls.forEach(call -> tell(call, tally));
    System.out.printf(
        "%d calls in %.1f s, seed %d; faults: %s%n%s%n",
        PAIRS,
        (System.nanoTime() - begun) / 1e9,
        stack.faults().seed(),
        stack.faults().counts(),
        tally);
    List<Call> notRight = calls.stream().filter(call -> !call.isRight()).toList();
    assertThat(notRight.stream().limit(STORIES).map(Call::toString).toList())
        .as("%d calls that are not right", notRight.size())
        .isEmpty();
    assertThat(tally.of("TALK: connected")).isGreaterThan(PAIRS / 2);
  }

  private static Plan plan(int number) {
    return switch (number % 10) {
      case 0 -> Plan.REJECT;
      case 5 -> Plan.CANCEL;
      default -> Plan.TALK;
    };
  }

  private static void run(Call call) {
    try {
      call.run();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static void tell(Call call, Tally tally) {
    tally.count(call.plan() + ": " + (call.isConnected() ? "connected" : "ended before"));
    tally.count("caller: " + call.caller().end().orElse("STUCK"));
    tally.count("callee: " + call.callee().end().orElse("STUCK"));
  }
}
