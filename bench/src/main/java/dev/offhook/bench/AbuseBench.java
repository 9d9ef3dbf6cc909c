package dev.offhook.bench;

import dev.offhook.local.LocalStack;
import dev.offhook.local.lambda.FunctionStartException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A call beside one guest who sends at full speed for twenty seconds, and beside twenty. Every
 * frame of the call must arrive, or this fails; what they took is told as ratios to the same call
 * when all is quiet.
 */
public final class AbuseBench {

  private static final int ABUSERS = 20;
  private static final int FRAMES = 200;
  private static final int WARM_UP_FRAMES = 100;

  /** After these nothing waits any more of what those sent who hung up. */
  private static final int CALMING_FRAMES = 30;

  private final HttpClient http = HttpClient.newHttpClient();
  private final LocalStack stack;
  private final BenchCall between;
  private final HonestCall call;

  private AbuseBench(LocalStack stack) throws IOException, InterruptedException {
    this.stack = stack;
    between = BenchCall.open(http, stack);
    call = new HonestCall(between);
  }

  public static void main(String[] arguments)
      throws FunctionStartException, IOException, InterruptedException {
    boolean all;
    try (LocalStack stack = LocalStack.start(BenchStack.options())) {
      all = new AbuseBench(stack).run();
    }
    System.exit(all ? 0 : 1);
  }

  /**
   * What the call's frames took beside guests at full speed.
   *
   * @param abuse how many frames those sent meanwhile
   * @param closed how many of their connections the service closed meanwhile
   */
  private record Run(HonestCall.Outcome outcome, long abuse, long closed) {}

  private boolean run() throws IOException, InterruptedException {
    // Starts environments and has their code compiled, which is not what is measured.
    call.send(WARM_UP_FRAMES);
    var _ = beside(ABUSERS, WARM_UP_FRAMES);
    Run quiet = beside(0, FRAMES);
    Run one = beside(1, FRAMES);
    Run many = beside(ABUSERS, FRAMES);
    System.out.printf(
        "%n%-28s %8s %8s %8s %8s %8s %8s %8s %8s%n",
        "the call's frames",
        "p50 ms",
        "ratio",
        "p95 ms",
        "ratio",
        "again",
        "lost",
        "abuse",
        "closed");
    row("when all is quiet", quiet, quiet);
    row("beside one at full speed", one, quiet);
    row("beside %d of them".formatted(ABUSERS), many, quiet);
    return quiet.outcome().lost() + one.outcome().lost() + many.outcome().lost() == 0;
  }

  private Run beside(int number, int frames) throws IOException, InterruptedException {
    List<Abuser> abusers = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      abusers.add(
          new Abuser(http, BenchClient.newConnection(http, stack), between.callee().sessionId()));
    }
    HonestCall.Outcome outcome;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      abusers.forEach(threads::execute);
      outcome = call.send(frames);
      abusers.forEach(Abuser::close);
    }
    abusers.forEach(Abuser::hangUp);
    call.send(CALMING_FRAMES);
    return new Run(
        outcome,
        abusers.stream().mapToLong(Abuser::sent).sum(),
        abusers.stream().mapToLong(Abuser::closed).sum());
  }

  private static void row(String what, Run run, Run quiet) {
    HonestCall.Outcome outcome = run.outcome();
    System.out.printf(
        "%-28s %8.1f %8.1f %8.1f %8.1f %8d %8d %8d %8d%n",
        what,
        outcome.millis(50),
        outcome.millis(50) / quiet.outcome().millis(50),
        outcome.millis(95),
        outcome.millis(95) / quiet.outcome().millis(95),
        outcome.again(),
        outcome.lost(),
        run.abuse(),
        run.closed());
  }
}
