package dev.offhook.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.local.lambda.handlers.ObedientHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gets the one environment that there is. */
@Timeout(30)
class FunctionPoolTest {
  private static final Sender EVE = new Sender("eve");
  private static final Sender ANN = new Sender("ann");

  private final CountDownLatch busy = new CountDownLatch(1);
  private final CountDownLatch goesOn = new CountDownLatch(1);
  private final List<String> ran = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final FunctionPool pool =
      new FunctionPool(
          LocalLambdaContract.function(ObedientHandler.class),
          _ -> (FakeEnvironment) this::runs,
          1);

  private InvocationResult runs(Invocation invocation) {
    ran.add(new String(invocation.event(), UTF_8));
    busy.countDown();
    try {
      goesOn.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new InvocationResult.Returned(new byte[0]);
  }

  private void sends(Sender sender, String event) {
    threads.add(Thread.ofPlatform().start(() -> pool.invoke(sender, event.getBytes(UTF_8))));
  }

  private void sendsAndWaits(Sender sender, String event) {
    sends(sender, event);
    while (threads.getLast().getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  private void allRun() throws InterruptedException {
    goesOn.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void whoSendsOneIsNotHeldUpByAHundredOfAnother() throws InterruptedException {
    sends(EVE, "eve 0");
    busy.await();
    for (int i = 1; i <= 100; i++) {
      sendsAndWaits(EVE, "eve " + i);
    }
    sendsAndWaits(ANN, "ann");
    allRun();
    assertThat(ran).hasSize(102);
    assertThat(ran.indexOf("ann")).isLessThanOrEqualTo(2);
    assertThat(ran.getLast()).isEqualTo("eve 100");
  }
}
