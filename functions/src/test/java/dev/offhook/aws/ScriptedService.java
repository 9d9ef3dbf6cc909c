package dev.offhook.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** An AWS service that gives the answers it is told, and keeps what it was asked. */
public final class ScriptedService implements AutoCloseable {

  /** What it was asked; {@code authorization} is empty if the request was not signed. */
  public record Asked(
      String method, String path, String target, String authorization, String body) {}

  private record Answer(int status, String errorType, String body) {}

  private final HttpServer server;
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<Asked> asked = new ArrayList<>();

  public ScriptedService() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next request is answered so; without more, all are answered 200 with an empty body. */
  public synchronized ScriptedService answer(int status, String errorType, String body) {
    answers.add(new Answer(status, errorType, body));
    return this;
  }

  /** The next request is answered 200. */
  public ScriptedService answer(String body) {
    return answer(200, "", body);
  }

  public synchronized List<Asked> asked() {
    return List.copyOf(asked);
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getRawPath(),
              header(exchange, "X-Amz-Target"),
              header(exchange, "Authorization"),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      Answer answer = answers.isEmpty() ? new Answer(200, "", "") : answers.remove();
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
      if (!answer.errorType().isEmpty()) {
        exchange.getResponseHeaders().set("x-amzn-ErrorType", answer.errorType());
      }
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
