package dev.offhook.acceptance.wire;

import static dev.offhook.acceptance.wire.Frames.frame;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket of a client. It knows frames only as JSON. Whatever arrives waits until it is
 * expected; frames of different actions may be expected in any order, for the gateway promises
 * none.
 */
public final class SignalingSocket implements AutoCloseable {

  /** How a connection ended. */
  public record Closed(int code, String reason) {}

  /** The gateway did not let the client in. */
  public static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    RefusedException(int status, Throwable cause) {
      super("the handshake was answered " + status, cause);
      this.status = status;
    }

    public int status() {
      return status;
    }
  }

  /** Longer than anything takes but a machine that has come to a halt. */
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final AtomicLong NEXT_ID = new AtomicLong(1);

  private final Inbox inbox = new Inbox();
  private final WebSocket socket;
  private CompletableFuture<?> lastSend = CompletableFuture.completedFuture(null);

  private SignalingSocket(HttpClient client, URI uri, String... headers) {
    try {
      WebSocket.Builder builder = client.newWebSocketBuilder();
      for (int i = 0; i < headers.length; i += 2) {
        builder.header(headers[i], headers[i + 1]);
      }
      this.socket = builder.buildAsync(uri, inbox).join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof WebSocketHandshakeException refused) {
        throw new RefusedException(refused.getResponse().statusCode(), refused);
      }
      throw failed;
    }
  }

  /**
   * Opens a connection.
   *
   * @param headers names and values in turn
   * @throws RefusedException if the gateway answers anything but 101
   */
  public static SignalingSocket open(HttpClient client, URI uri, String... headers) {
    return new SignalingSocket(client, uri, headers);
  }

  /** An id that no other frame of this run has. */
  public static String newId() {
    return "f-" + NEXT_ID.getAndIncrement();
  }

  /** Sends a message as it is. */
  public void send(CharSequence text) {
    sendPart(text, true);
  }

  /** Sends a frame of a message, the last one or one before. */
  public synchronized void sendPart(CharSequence text, boolean last) {
    lastSend = lastSend.thenCompose(_ -> socket.sendText(text, last));
    lastSend.join();
  }

  /** Sends a frame. */
  public void send(JsonNode frame) {
    send(frame.toString());
  }

  /** Sends a frame with an id, a new one if it has none, and waits for its answer. */
  public JsonNode ask(ObjectNode frame) {
    String id = frame.has("id") ? frame.get("id").textValue() : newId();
    send(frame.deepCopy().put("id", id));
    return inbox.take("the answer to " + frame, candidate -> id.equals(text(candidate, "id")));
  }

  /** Waits for the next frame of that action. */
  public JsonNode take(String action) {
    return inbox.take(action, candidate -> action.equals(text(candidate, "action")));
  }

  /** Waits for the next message, whatever it is. */
  public JsonNode takeAny() {
    return inbox.take("any message", _ -> true);
  }

  /** Waits for the next frame of the expected one's action, which must be exactly as expected. */
  public JsonNode expect(ObjectNode expected) {
    JsonNode actual = take(expected.get("action").textValue());
    if (!Frames.isAsExpected(actual, expected)) {
      throw new AssertionError("\nexpected " + expected + "\nbut was  " + actual);
    }
    return actual;
  }

  /**
   * Fails if anything has arrived that was not expected. What the service sent before this is
   * called has arrived by then: it goes over the same socket as the answer to a ping.
   */
  public void expectNothing() {
    ask(frame("{action: 'ping'}"));
    List<String> unexpected = inbox.all();
    if (!unexpected.isEmpty()) {
      throw new AssertionError("arrived unexpectedly: " + unexpected);
    }
  }

  /** What has arrived and was not expected, which is taken as seen now. */
  public List<JsonNode> left() {
    return inbox.drain().stream().map(Frames::parse).toList();
  }

  /** Whether a frame of that action has arrived and was not expected yet. */
  public boolean hasArrived(String action) {
    return inbox.all().stream().anyMatch(text -> action.equals(text(Frames.parse(text), "action")));
  }

  /** Waits until the other end has closed the connection. */
  public Closed closed() {
    return inbox.awaitClosed();
  }

  /** Whether the connection is open as far as is known here. */
  public boolean isOpen() {
    return !socket.isInputClosed() && !socket.isOutputClosed();
  }

  /** Says goodbye as a browser does whose page goes away. */
  public void leave() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    closed();
  }

  /** Drops the connection without a word. */
  @Override
  public void close() {
    socket.abort();
  }

  private static @Nullable String text(JsonNode frame, String member) {
    return frame.path(member).textValue();
  }

  /** What has arrived and was not expected yet. */
  private static final class Inbox implements WebSocket.Listener {
    private final List<String> messages = new ArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private Optional<Closed> closed = Optional.empty();

    @Override
    public synchronized @Nullable CompletionStage<?> onText(
        WebSocket socket, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        messages.add(partial.toString());
        overhear(partial.toString());
        partial.setLength(0);
        notifyAll();
      }
      socket.request(1);
      return null;
    }

    @Override
    public synchronized @Nullable CompletionStage<?> onClose(
        WebSocket socket, int code, String reason) {
      closed = Optional.of(new Closed(code, reason));
      Overheard.told(reason);
      notifyAll();
      return null;
    }

    @Override
    public synchronized void onError(WebSocket socket, Throwable error) {
      closed = Optional.of(new Closed(1006, String.valueOf(error.getMessage())));
      notifyAll();
    }

    /** The gateway's own messages are errors, whatever they look like. */
    private static void overhear(String message) {
      JsonNode frame = Frames.parse(message);
      if (frame.has("action")) {
        Overheard.received(frame);
      } else {
        Overheard.told(message);
      }
    }

    synchronized List<String> all() {
      return List.copyOf(messages);
    }

    synchronized List<String> drain() {
      List<String> drained = List.copyOf(messages);
      messages.clear();
      return drained;
    }

    JsonNode take(String what, Predicate<JsonNode> wanted) {
      return await(what, () -> find(wanted));
    }

    Closed awaitClosed() {
      return await("the end of the connection", () -> closed);
    }

    private Optional<JsonNode> find(Predicate<JsonNode> wanted) {
      for (Iterator<String> each = messages.iterator(); each.hasNext(); ) {
        JsonNode message = Frames.parse(each.next());
        if (wanted.test(message)) {
          each.remove();
          return Optional.of(message);
        }
      }
      return Optional.empty();
    }

    private synchronized <T> T await(String what, Supplier<Optional<T>> look) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      Optional<T> found = look.get();
      while (found.isEmpty()) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (closed.isPresent() || left <= 0) {
          throw new AssertionError(
              "did not come: " + what + "\nbut came: " + messages + "\nclosed: " + closed);
        }
        try {
          wait(left);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted while waiting", interrupted);
        }
        found = look.get();
      }
      return found.get();
    }
  }
}
