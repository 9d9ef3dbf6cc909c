package dev.offhook.acceptance.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Cuts the signaling of a page once, at a frame of its choice. */
final class Scissors {

  /** When a frame is on its way. */
  enum Moment {
    /** The frame is lost with the connection. */
    BEFORE,
    /** The frame arrives, and is the last one to. */
    AFTER
  }

  private record Cut(boolean sent, String action, Moment moment, Consumer<String> how) {}

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern SERVICE = Pattern.compile("/live\\?");

  private Optional<Cut> cut = Optional.empty();
  private Optional<String> connectionId = Optional.empty();
  private int connections;
  private boolean refuses;

  private Scissors() {}

  /** For a page that is opened later. */
  static Scissors at(Page page) {
    Scissors scissors = new Scissors();
    page.routeWebSocket(SERVICE, scissors::route);
    return scissors;
  }

  /**
   * The next frame of that action cuts the connection.
   *
   * @param sent by the page, or received
   * @param how is given the id of the connection
   */
  void cut(boolean sent, String action, Moment moment, Consumer<String> how) {
    cut = Optional.of(new Cut(sent, action, moment, how));
  }

  /** From now on no connection is opened any more. */
  void refuse() {
    refuses = true;
  }

  /** The connection in use. */
  String connectionId() {
    return connectionId.orElseThrow();
  }

  /** How many connections the page has opened. */
  int connections() {
    return connections;
  }

  boolean hasCut() {
    return cut.isEmpty();
  }

  private void route(WebSocketRoute browser) {
    connections++;
    if (refuses) {
      browser.close();
      return;
    }
    WebSocketRoute service = browser.connectToServer();
    browser.onMessage(frame -> pass(true, frame.text(), service::send));
    service.onMessage(
        frame -> {
          JsonNode json = json(frame.text());
          if (json.path("action").asText().equals("connection:established")) {
            connectionId = Optional.of(json.path("connectionId").asText());
          }
          pass(false, frame.text(), browser::send);
        });
  }

  private void pass(boolean sent, String frame, Consumer<String> onward) {
    String action = json(frame).path("action").asText();
    Optional<Cut> now = cut.filter(c -> c.sent() == sent && c.action().equals(action));
    if (now.isPresent()) {
      cut = Optional.empty();
    }
    if (now.map(Cut::moment).filter(Moment.BEFORE::equals).isEmpty()) {
      onward.accept(frame);
    }
    now.ifPresent(c -> c.how().accept(connectionId()));
  }

  private static JsonNode json(String frame) {
    try {
      return JSON.readTree(frame);
    } catch (JsonProcessingException notJson) {
      throw new AssertionError("a frame that is no JSON", notJson);
    }
  }
}
