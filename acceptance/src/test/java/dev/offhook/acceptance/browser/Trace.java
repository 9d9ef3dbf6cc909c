package dev.offhook.acceptance.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocket;
import com.microsoft.playwright.WebSocketFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What happened on a page, to be read when a test fails. It has no tokens and no SDP. */
final class Trace {

  /**
   * A frame without what it carries.
   *
   * @param sent by the page, or received
   * @param callId empty if it has none
   * @param detail its reason, code or delivery
   */
  record Frame(boolean sent, String action, String callId, String detail) {
    @Override
    public String toString() {
      return (sent ? "-> " : "<- ") + action + " " + callId + " " + detail;
    }
  }

  private static final JsonMapper JSON = new JsonMapper();

  private final long start = System.nanoTime();
  private final List<String> lines = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private final List<String> expected = new ArrayList<>();
  private final List<Frame> frames = new ArrayList<>();

  /** Takes note of everything that happens on a page from now on. */
  static Trace of(Page page) {
    Trace trace = new Trace();
    page.onConsoleMessage(
        message -> trace.note(message.type().equals("error"), "console: " + message.text()));
    page.onPageError(error -> trace.note(true, "uncaught: " + error));
    page.onCrash(_ -> trace.note(false, "the page crashed"));
    page.onFrameNavigated(_ -> trace.note(false, "navigated"));
    page.onWebSocket(trace::listen);
    return trace;
  }

  private void listen(WebSocket socket) {
    note(false, "WebSocket opened");
    socket.onFrameSent(frame -> frame(true, frame));
    socket.onFrameReceived(frame -> frame(false, frame));
    socket.onSocketError(error -> note(false, "WebSocket error: " + error));
    socket.onClose(_ -> note(false, "WebSocket closed"));
  }

  private void frame(boolean sent, WebSocketFrame frame) {
    try {
      JsonNode json = JSON.readTree(frame.text());
      String detail =
          Stream.of("reason", "code", "delivery")
              .map(name -> json.path(name).asText())
              .reduce("", String::concat);
      Frame noted =
          new Frame(sent, json.path("action").asText(), json.path("callId").asText(), detail);
      frames.add(noted);
      note(false, noted.toString());
    } catch (JsonProcessingException notJson) {
      note(true, "a frame that is not JSON");
    }
  }

  private void note(boolean isError, String text) {
    String line = text.replaceAll("token=[^&'\" ]+", "token=…");
    lines.add(Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms  " + line);
    if (isError && expected.stream().noneMatch(line::contains)) {
      errors.add(line);
    }
  }

  /** From now on errors with that text are no errors: the test brings them about. */
  void expects(String text) {
    expected.add(text);
  }

  /** Errors that nobody caught, and those that the browser wrote to the console. */
  List<String> errors() {
    return List.copyOf(errors);
  }

  /** Frames that were sent or received. */
  List<Frame> frames() {
    return List.copyOf(frames);
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }
}
