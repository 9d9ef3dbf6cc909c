package dev.offhook.bench;

import dev.offhook.local.LocalStack;
import dev.offhook.local.StackOptions;
import dev.offhook.local.lambda.FunctionStartException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A call beside twenty guests who send at full speed for twenty seconds. Every frame of the call
 * must arrive, or this fails; what they took is told as ratios to the same call when all is quiet.
 */
public final class AbuseBench {

  private static final int ABUSERS = 20;
  private static final int FRAMES = 200;
  private static final int WARM_UP_FRAMES = 50;

  private AbuseBench() {}

  public static void main(String[] arguments)
      throws FunctionStartException, IOException, InterruptedException {
    Path home = Path.of(System.getProperty("offhook.home", "."));
    StackOptions options =
        StackOptions.of(home.resolve("template.yaml"))
            .withParameter("AddressSessionsPerMinute", "100000")
            .withLog((_, _) -> {});
    boolean all;
    try (LocalStack stack = LocalStack.start(options)) {
      all = run(stack);
    }
    System.exit(all ? 0 : 1);
  }

  private static boolean run(LocalStack stack) throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    BenchCall between = BenchCall.open(http, stack);
    HonestCall call = new HonestCall(between);
    call.send(WARM_UP_FRAMES);
    HonestCall.Outcome quiet = call.send(FRAMES);
    List<Abuser> abusers = new ArrayList<>();
    for (int i = 0; i < ABUSERS; i++) {
      abusers.add(
          new Abuser(http, BenchClient.newConnection(http, stack), between.callee().sessionId()));
    }
    HonestCall.Outcome beside;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      abusers.forEach(threads::execute);
      beside = call.send(FRAMES);
      abusers.forEach(Abuser::close);
    }
    long sent = abusers.stream().mapToLong(Abuser::sent).sum();
    abusers.forEach(Abuser::hangUp);
    print(quiet, beside, sent);
    return quiet.lost() == 0 && beside.lost() == 0;
  }

  private static void print(HonestCall.Outcome quiet, HonestCall.Outcome beside, long abuse) {
    System.out.printf(
        "%n%d guests sent %d frames while the call sent %d%n", ABUSERS, abuse, beside.sent());
    System.out.printf(
        "%n%-28s %8s %8s %8s %8s%n", "the call's frames", "p50 ms", "p95 ms", "again", "lost");
    row("when all is quiet", quiet);
    row("beside them", beside);
    System.out.printf(
        "%-28s %8.1f %8.1f%n",
        "ratio", beside.millis(50) / quiet.millis(50), beside.millis(95) / quiet.millis(95));
  }

  private static void row(String what, HonestCall.Outcome outcome) {
    System.out.printf(
        "%-28s %8.1f %8.1f %8d %8d%n",
        what, outcome.millis(50), outcome.millis(95), outcome.again(), outcome.lost());
  }
}
