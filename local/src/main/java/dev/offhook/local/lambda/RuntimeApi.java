package dev.offhook.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The API through which one process takes events and gives answers, on a free port of the loopback
 * interface.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda runtime
 *     API</a>
 */
final class RuntimeApi implements AutoCloseable {
  private static final String ROOT = "/2018-06-01/runtime/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String functionArn;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final LinkedBlockingQueue<Work> queue = new LinkedBlockingQueue<>();
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private volatile Optional<Work> current = Optional.empty();

  private record Work(Invocation invocation, CompletableFuture<InvocationResult> result) {}

  private RuntimeApi(String functionArn, HttpServer server) {
    this.functionArn = functionArn;
    this.server = server;
  }

  static RuntimeApi open(String functionArn) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    RuntimeApi api = new RuntimeApi(functionArn, server);
    server.setExecutor(api.threads);
    server.createContext(ROOT, api::handle);
    server.start();
    return api;
  }

  /** What {@code AWS_LAMBDA_RUNTIME_API} must be. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * Completes when the process asks for its first event; exceptionally, with a {@link
   * FunctionStartException}, when it says that it can't start.
   */
  CompletableFuture<Void> started() {
    return started;
  }

  /** Gives the process an event; the answer comes when it comes, perhaps never. */
  CompletableFuture<InvocationResult> give(Invocation invocation) {
    Work work = new Work(invocation, new CompletableFuture<>());
    queue.add(work);
    return work.result();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().substring(ROOT.length());
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (path.equals("invocation/next")) {
        next(exchange);
      } else if (path.equals("init/error")) {
        started.completeExceptionally(startFailure(body));
        answer(exchange, 202, "{\"status\":\"OK\"}");
      } else {
        completed(exchange, path, body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void next(HttpExchange exchange) throws IOException, InterruptedException {
    started.complete(null);
    Work work = queue.take();
    current = Optional.of(work);
    Invocation invocation = work.invocation();
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json");
    headers.set("Lambda-Runtime-Aws-Request-Id", invocation.requestId());
    headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(invocation.deadline().toEpochMilli()));
    headers.set("Lambda-Runtime-Invoked-Function-Arn", functionArn);
    headers.set("Lambda-Runtime-Trace-Id", "Root=1-00000000-000000000000000000000000;Sampled=0");
    exchange.sendResponseHeaders(200, length(invocation.event()));
    exchange.getResponseBody().write(invocation.event());
  }

  private void completed(HttpExchange exchange, String path, byte[] body) throws IOException {
    Optional<Work> work = current;
    String prefix =
        work.map(each -> "invocation/" + each.invocation().requestId() + "/").orElse("none");
    if (work.isEmpty() || !path.startsWith(prefix)) {
      answer(exchange, 400, "{\"errorType\":\"InvalidRequestID\"}");
      return;
    }
    switch (path.substring(prefix.length())) {
      case "response" -> work.get().result().complete(new InvocationResult.Returned(body));
      case "error" -> work.get().result().complete(failure(body));
      default -> {
        answer(exchange, 404, "{}");
        return;
      }
    }
    answer(exchange, 202, "{\"status\":\"OK\"}");
  }

  private static InvocationResult.Failed failure(byte[] body) {
    try {
      JsonNode error = JSON.readTree(body);
      return new InvocationResult.Failed(
          error.path("errorType").asText("Runtime.Unknown"), error.path("errorMessage").asText(""));
    } catch (IOException e) {
      return new InvocationResult.Failed("Runtime.Unknown", "");
    }
  }

  private static FunctionStartException startFailure(byte[] body) {
    InvocationResult.Failed failure = failure(body);
    return new FunctionStartException(
        failure.errorType(), failure.errorType() + ": " + failure.errorMessage());
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, length(body));
    exchange.getResponseBody().write(body);
  }

  /** The length as {@link HttpExchange} wants it told: -1 for no body. */
  private static long length(byte[] body) {
    return body.length == 0 ? -1 : body.length;
  }
}
