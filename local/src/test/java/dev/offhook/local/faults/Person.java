package dev.offhook.local.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.LocalStack;
import dev.offhook.local.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A guest who is connected to a stack, and sees every frame. */
final class Person implements WebSocket.Listener, AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int PATIENCE_SECONDS = 20;

  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> closed = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private final String sessionId;
  private final WebSocket socket;
  private final String connectionId;

  private Person(LocalStack stack) throws IOException, InterruptedException {
    JsonNode session =
        Json.read(
            HTTP.send(
                    HttpRequest.newBuilder(URI.create(stack.apiUrl() + "/sessions"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}"))
                        .build(),
                    BodyHandlers.ofString())
                .body());
    sessionId = session.path("sessionId").asText();
    socket =
        HTTP.newWebSocketBuilder()
            .buildAsync(
                URI.create(stack.websocketUrl() + "?token=" + session.path("token").asText()), this)
            .join();
    send("session:hello", "hello");
    connectionId = take().path("connectionId").asText();
  }

  static Person on(LocalStack stack) throws IOException, InterruptedException {
    return new Person(stack);
  }

  String sessionId() {
    return sessionId;
  }

  String connectionId() {
    return connectionId;
  }

  void send(String action, String id) {
    send(Json.object().put("action", action).put("id", id));
  }

  void send(ObjectNode frame) {
    socket.sendText(frame.toString(), true).join();
  }

  /** Sends a frame and takes the answer. */
  JsonNode ask(String action) throws InterruptedException {
    send(action, "asked");
    return take();
  }

  /** The next frame. */
  JsonNode take() throws InterruptedException {
    JsonNode frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (frame == null) {
      throw new AssertionError("no frame came");
    }
    return frame;
  }

  /** Whether nothing comes for a while. */
  boolean hearsNothing(Duration time) throws InterruptedException {
    return frames.poll(time.toMillis(), TimeUnit.MILLISECONDS) == null;
  }

  /** Waits until the socket is closed. */
  String closed() throws Exception {
    try {
      return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("it is open still", e);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      byte[] utf8 = partial.toString().getBytes(StandardCharsets.UTF_8);
      partial.setLength(0);
      frames.add(Json.readObject(utf8).orElseThrow());
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete("cut");
  }

  @Override
  public void close() {
    socket.abort();
  }
}
