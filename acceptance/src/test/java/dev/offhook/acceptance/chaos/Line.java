package dev.offhook.acceptance.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offhook.acceptance.wire.Frames;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One WebSocket that may break at any time. */
final class Line implements WebSocket.Listener, AutoCloseable {
  /** The line has no more to say. */
  static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenException(Throwable cause) {
      super(cause);
    }

    BrokenException() {
      super("it has ended");
    }
  }

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  private final BlockingQueue<Optional<JsonNode>> arrived = new LinkedBlockingQueue<>();
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;

  private Line(URI uri) throws BrokenException {
    try {
      socket =
          HTTP.newWebSocketBuilder()
              .connectTimeout(HANDSHAKE)
              .buildAsync(uri, this)
              .orTimeout(HANDSHAKE.toSeconds(), TimeUnit.SECONDS)
              .join();
    } catch (CompletionException refused) {
      throw new BrokenException(refused);
    }
  }

  static Line open(URI uri) throws BrokenException {
    return new Line(uri);
  }

  void send(JsonNode frame) throws BrokenException {
    try {
      socket.sendText(frame.toString(), true).join();
    } catch (CompletionException broken) {
      throw new BrokenException(broken);
    }
  }

  /** The next frame; empty if none comes in time. */
  Optional<JsonNode> next(Duration patience) throws BrokenException, InterruptedException {
    Optional<JsonNode> frame = arrived.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (frame == null) {
      return Optional.empty();
    }
    if (frame.isEmpty()) {
      throw new BrokenException();
    }
    return frame;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      arrived.add(Optional.of(Frames.parse(partial.toString())));
      partial.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    arrived.add(Optional.empty());
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    arrived.add(Optional.empty());
  }

  @Override
  public void close() {
    socket.abort();
  }
}
