package dev.offhook.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A guest who sends whatever costs the service something, as fast as it is answered, with many
 * frames under way at any time. What it is told it doesn't read; if its connection is closed it
 * opens another at once.
 */
final class Abuser implements Runnable, AutoCloseable {

  private static final int UNDER_WAY = 20;
  private static final int PATIENCE_MILLIS = 200;

  private final HttpClient http;
  private final URI url;
  private final List<String> frames;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong closed = new AtomicLong();
  private volatile Line line;
  private volatile boolean goesOn = true;

  /** One connection, and how many frames may still be under way on it. */
  private record Line(WebSocket socket, Semaphore window) {}

  /**
   * Connects.
   *
   * @param url with the token of a guest, which is good for any number of connections
   * @param victim the session that it calls again and again
   */
  Abuser(HttpClient http, URI url, String victim) {
    this.http = http;
    this.url = url;
    line = open();
    frames =
        List.of(
            "{\"action\":\"ping\"}",
            "{\"action\":\"webrtc:offer\",\"id\":\"o\",\"to\":\"%s\",\"type\":\"audio\",\"offer\":{\"type\":\"offer\",\"sdp\":\"v=0\"}}"
                .formatted(victim),
            "{\"action\":\"room:join\",\"room\":\"abuse\"}",
            "{\"action\":\"webrtc:call-end\",\"id\":\"e\",\"callId\":\"stolen\"}",
            "not JSON");
  }

  long sent() {
    return sent.get();
  }

  /** How often its connection was closed. */
  long closed() {
    return closed.get();
  }

  @Override
  public void run() {
    int next = 0;
    while (goesOn) {
      try {
        if (line.socket().isInputClosed()) {
          closed.incrementAndGet();
          line = open();
        }
        if (line.window().tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
          line.socket().sendText(frames.get(next++ % frames.size()), true).join();
          sent.incrementAndGet();
        }
      } catch (CompletionException closing) {
        // Refused for now, or closed while it sent: it tries again.
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  @Override
  public void close() {
    goesOn = false;
  }

  /** Closes the connection. */
  void hangUp() {
    line.socket().abort();
  }

  private Line open() {
    Semaphore window = new Semaphore(UNDER_WAY);
    return new Line(http.newWebSocketBuilder().buildAsync(url, new Deaf(window)).join(), window);
  }

  private record Deaf(Semaphore window) implements WebSocket.Listener {
    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      if (last) {
        window.release();
      }
      from.request(1);
      return null;
    }
  }
}
