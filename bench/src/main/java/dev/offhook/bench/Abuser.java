package dev.offhook.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A guest who sends whatever costs the service something, as fast as it is answered, with many
 * frames under way at any time. What it is told it doesn't read.
 */
final class Abuser implements Runnable, AutoCloseable {

  private static final int UNDER_WAY = 20;
  private static final int PATIENCE_MILLIS = 200;

  private final WebSocket socket;
  private final List<String> frames;
  private final Semaphore window = new Semaphore(UNDER_WAY);
  private final AtomicLong sent = new AtomicLong();
  private volatile boolean goesOn = true;

  /**
   * @param victim the session that it calls again and again
   */
  Abuser(HttpClient http, URI url, String victim) {
    socket = http.newWebSocketBuilder().buildAsync(url, new Deaf()).join();
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

  @Override
  public void run() {
    try {
      int next = 0;
      while (goesOn && !socket.isOutputClosed()) {
        if (window.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
          socket.sendText(frames.get(next++ % frames.size()), true).join();
          sent.incrementAndGet();
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    goesOn = false;
  }

  /** Closes the connection. */
  void hangUp() {
    socket.abort();
  }

  private final class Deaf implements WebSocket.Listener {
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
