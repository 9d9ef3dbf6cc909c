package dev.offhook.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offhook.local.LocalStack;
import dev.offhook.local.StackOptions;
import dev.offhook.local.lambda.FunctionStartException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What many who are connected cost: the memory of the gateway for each connection, and what a
 * relayed frame takes with few and with many of them. Its requests to DynamoDB must be the same, or
 * this fails; times are reported.
 */
public final class SoakBench {

  private static final int FEW = 10;
  private static final int IDLE = 5000;
  private static final int CALLS = 500;
  private static final int AT_ONCE = 8;
  private static final int ROUNDS = 200;
  private static final int KIB = 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LocalStack stack;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<IdleConnection> idle = Collections.synchronizedList(new ArrayList<>());
  private final List<BenchCall> calls = Collections.synchronizedList(new ArrayList<>());

  private SoakBench(LocalStack stack) {
    this.stack = stack;
  }

  /** What a relayed frame takes. */
  private record Relay(double medianMillis, double slowMillis, long requests) {}

  public static void main(String[] arguments)
      throws FunctionStartException, IOException, InterruptedException, ExecutionException {
    StackOptions options =
        BenchStack.options()
            .withParameter("FramesPerSecond", "1000")
            .withParameter("FramesBurst", "1000")
            .withParameter("NewSessionsPerSecond", "10000")
            .withParameter("NewSessionsBurst", "5000")
            .withParameter("HttpRequestsPerSecond", "10000")
            .withParameter("HttpRequestsBurst", "5000")
            .withParameter("ConnectsPerSecond", "500")
            .withParameter("ConnectsBurst", "500");
    boolean same;
    try (LocalStack stack = LocalStack.start(options)) {
      same = new SoakBench(stack).run();
    }
    System.exit(same ? 0 : 1);
  }

  private boolean run() throws IOException, InterruptedException, ExecutionException {
    BenchCall call = BenchCall.open(http, stack);
    connectIdle(FEW - 2);
    relay(call);
    Relay few = relay(call);
    long before = usedBytes();
    long begun = System.nanoTime();
    connectIdle(IDLE - FEW);
    double seconds = (System.nanoTime() - begun) / 1e9;
    double kib = (usedBytes() - before) / (double) KIB / (IDLE - FEW);
    openCalls();
    Relay many = relay(call);
    System.out.printf(
        "%n%d idle connections, %d calls, %d processors%n", IDLE, CALLS, processors());
    System.out.printf("memory of an idle connection           %8.1f KiB of heap%n", kib);
    System.out.printf("sessions made and connected            %8.0f a second%n", IDLE / seconds);
    System.out.printf(
        "%n%-38s %8s %8s %10s%n", "a relayed frame, to the peer", "p50 ms", "p95 ms", "DynamoDB");
    print("with " + FEW + " connected", few);
    print("with " + (IDLE + 2 * CALLS) + " connected", many);
    System.out.printf(
        "%-38s %8.2f %8.2f%n",
        "ratio", many.medianMillis() / few.medianMillis(), many.slowMillis() / few.slowMillis());
    return few.requests() == many.requests();
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static void print(String what, Relay relay) {
    System.out.printf(
        "%-38s %8.2f %8.2f %10.2f%n",
        what, relay.medianMillis(), relay.slowMillis(), relay.requests() / (double) ROUNDS);
  }

  private void connectIdle(int count) throws InterruptedException, ExecutionException {
    atOnce(count, () -> idle.add(IdleConnection.open(newConnection())));
  }

  private void openCalls() throws InterruptedException, ExecutionException {
    atOnce(CALLS, () -> calls.add(BenchCall.open(http, stack)));
  }

  private URI newConnection() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(stack.apiUrl().resolve("/sessions"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    JsonNode session = JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    return URI.create(stack.websocketUrl() + "?token=" + session.get("token").asText());
  }

  private static void atOnce(int count, Callable<Boolean> what)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (Future<Boolean> done : threads.invokeAll(Collections.nCopies(count, what))) {
        done.get();
      }
    }
  }

  private Relay relay(BenchCall call) throws IOException, InterruptedException {
    long[] nanos = new long[ROUNDS];
    long mark = stack.awsCalls().mark();
    for (int round = 0; round < ROUNDS; round++) {
      long begun = System.nanoTime();
      call.relay();
      nanos[round] = System.nanoTime() - begun;
    }
    long requests =
        stack.awsCalls().since(mark).stream()
            .filter(made -> made.function().equals("SignalFunction"))
            .filter(made -> made.service().equals("DynamoDB"))
            .count();
    Arrays.sort(nanos);
    return new Relay(nanos[ROUNDS / 2] / 1e6, nanos[ROUNDS * 95 / 100] / 1e6, requests);
  }

  /** What the heap holds, once what it doesn't need is gone. */
  private static long usedBytes() throws InterruptedException {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(200);
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
