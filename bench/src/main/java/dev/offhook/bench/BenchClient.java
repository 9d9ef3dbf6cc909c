package dev.offhook.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offhook.local.LocalStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A guest on a WebSocket who sends frames and waits for what comes back. */
final class BenchClient implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TIMEOUT_SECONDS = 20;

  private final WebSocket socket;
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final String sessionId;

  private BenchClient(HttpClient http, URI url, String sessionId) {
    this.sessionId = sessionId;
    socket = http.newWebSocketBuilder().buildAsync(url, new Receiver()).join();
  }

  /** Makes a guest, connects and says hello. */
  static BenchClient connect(HttpClient http, LocalStack stack)
      throws IOException, InterruptedException {
    JsonNode session = newSession(http, stack);
    BenchClient client =
        new BenchClient(
            http,
            URI.create(stack.websocketUrl() + "?token=" + session.get("token").asText()),
            session.get("sessionId").asText());
    client.ask("{\"action\":\"session:hello\",\"id\":\"h\"}");
    return client;
  }

  String sessionId() {
    return sessionId;
  }

  /** Sends a frame and returns the next one that comes. */
  JsonNode ask(String frame) throws IOException, InterruptedException {
    send(frame);
    return next();
  }

  void send(String frame) {
    socket.sendText(frame, true).join();
  }

  JsonNode next() throws IOException, InterruptedException {
    String frame = received.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    if (frame == null) {
      throw new IllegalStateException("nothing came for " + TIMEOUT_SECONDS + " s");
    }
    return JSON.readTree(frame);
  }

  /** What has come and was not asked for yet. */
  List<JsonNode> arrived() throws IOException {
    List<String> texts = new ArrayList<>();
    received.drainTo(texts);
    List<JsonNode> frames = new ArrayList<>();
    for (String text : texts) {
      frames.add(JSON.readTree(text));
    }
    return frames;
  }

  /** Makes a guest and tells where to connect as that guest, as often as one likes. */
  static URI newConnection(HttpClient http, LocalStack stack)
      throws IOException, InterruptedException {
    return URI.create(
        stack.websocketUrl() + "?token=" + newSession(http, stack).get("token").asText());
  }

  private static JsonNode newSession(HttpClient http, LocalStack stack)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(stack.apiUrl().resolve("/sessions"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Receiver implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(
        WebSocket webSocket, CharSequence data, boolean last) {
      message.append(data);
      if (last) {
        received.add(message.toString());
        message.setLength(0);
      }
      webSocket.request(1);
      return null;
    }
  }
}
