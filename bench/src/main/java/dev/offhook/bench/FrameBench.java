package dev.offhook.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offhook.local.LocalStack;
import dev.offhook.local.StackOptions;
import dev.offhook.local.lambda.FunctionStartException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What frames take in the local stack, from sending to the answer or to the peer. The floor is a
 * frame with an unknown action: through the gateway, one invocation, the answer back, no call to
 * AWS. The kinds take turns, so that all meet the same machine; what is printed are ratios to the
 * floor, and how many requests to DynamoDB a frame made.
 */
public final class FrameBench {

  private static final int WARM_UP_ROUNDS = 150;
  private static final int ROUNDS = 400;

  /** One sending; it returns when what it waits for has come. */
  @FunctionalInterface
  private interface Sending {
    void run() throws IOException, InterruptedException;
  }

  private final LocalStack stack;
  private final BenchClient caller;
  private final BenchClient callee;
  private int calls;

  private FrameBench(LocalStack stack, BenchClient caller, BenchClient callee) {
    this.stack = stack;
    this.caller = caller;
    this.callee = callee;
  }

  public static void main(String[] arguments)
      throws FunctionStartException, IOException, InterruptedException {
    StackOptions options =
        BenchStack.options()
            .withParameter("FramesPerSecond", "1000")
            .withParameter("FramesBurst", "1000");
    HttpClient http = HttpClient.newHttpClient();
    try (LocalStack stack = LocalStack.start(options);
        BenchClient caller = BenchClient.connect(http, stack);
        BenchClient callee = BenchClient.connect(http, stack)) {
      new FrameBench(stack, caller, callee).run();
    }
    System.exit(0);
  }

  private void run() throws IOException, InterruptedException {
    caller.ask("{\"action\":\"room:join\",\"room\":\"bench\"}");
    callee.ask("{\"action\":\"room:join\",\"room\":\"bench\"}");
    caller.next();
    Map<String, Sending> kinds = new LinkedHashMap<>();
    kinds.put("floor: unknown action", () -> caller.ask("{\"action\":\"none\"}"));
    kinds.put("ping, to its pong", () -> caller.ask("{\"action\":\"ping\"}"));
    kinds.put("chat, to the peer", this::chat);
    kinds.put("a whole call: offer, answer, end", this::call);
    measure(kinds, WARM_UP_ROUNDS);
    print(measure(kinds, ROUNDS), requests(kinds));
  }

  private void chat() throws IOException, InterruptedException {
    caller.send("{\"action\":\"chat:text\",\"text\":\"hello\"}");
    expect("chat:text", callee.next());
  }

  private void call() throws IOException, InterruptedException {
    caller.send(
        "{\"action\":\"webrtc:offer\",\"type\":\"video\",\"offer\":{\"type\":\"offer\",\"sdp\":\"v=0\"}}");
    expect("webrtc:offer", callee.next());
    callee.send("{\"action\":\"webrtc:answer\",\"answer\":{\"type\":\"answer\",\"sdp\":\"v=0\"}}");
    expect("webrtc:answer", caller.next());
    // Another id each time: a repetition ends nothing, and the next offer would open no call.
    expect("ack", caller.ask("{\"action\":\"webrtc:call-end\",\"id\":\"e%d\"}".formatted(++calls)));
    expect("webrtc:call-end", callee.next());
  }

  private static void expect(String action, JsonNode frame) {
    String came = frame.path("action").asText();
    if (!came.equals(action)) {
      throw new IllegalStateException("expected " + action + ", but " + came + " came");
    }
  }

  private static Map<String, long[]> measure(Map<String, Sending> kinds, int rounds)
      throws IOException, InterruptedException {
    Map<String, long[]> nanos = new LinkedHashMap<>();
    kinds.keySet().forEach(kind -> nanos.put(kind, new long[rounds]));
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, Sending> kind : kinds.entrySet()) {
        long begun = System.nanoTime();
        kind.getValue().run();
        nanos.getOrDefault(kind.getKey(), new long[rounds])[round] = System.nanoTime() - begun;
      }
    }
    return nanos;
  }

  private Map<String, Integer> requests(Map<String, Sending> kinds)
      throws IOException, InterruptedException {
    Map<String, Integer> requests = new LinkedHashMap<>();
    for (Map.Entry<String, Sending> kind : kinds.entrySet()) {
      long mark = stack.awsCalls().mark();
      kind.getValue().run();
      long toDynamoDb =
          stack.awsCalls().since(mark).stream()
              .filter(call -> call.function().equals("SignalFunction"))
              .filter(call -> call.service().equals("DynamoDB"))
              .count();
      requests.put(kind.getKey(), Math.toIntExact(toDynamoDb));
    }
    return requests;
  }

  private static void print(Map<String, long[]> nanos, Map<String, Integer> requests) {
    nanos.values().forEach(Arrays::sort);
    double floor = percentile(nanos.values().iterator().next(), 50);
    System.out.printf(
        "%n%-36s %10s %8s %10s %8s %10s%n",
        "frame", "p50 ms", "ratio", "p95 ms", "ratio", "DynamoDB");
    nanos.forEach(
        (kind, sorted) ->
            System.out.printf(
                "%-36s %10.2f %8.1f %10.2f %8.1f %10d%n",
                kind,
                percentile(sorted, 50),
                percentile(sorted, 50) / floor,
                percentile(sorted, 95),
                percentile(sorted, 95) / floor,
                requests.getOrDefault(kind, 0)));
    System.out.printf("%n%d rounds, the kinds in turn; ratios to the floor's median.%n", ROUNDS);
  }

  private static double percentile(long[] sorted, int percent) {
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
  }
}
