package dev.offhook.acceptance.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Cuts the signaling of a page once, at a frame of its choice. */
final class Scissors {

  /** When a frame is on its way. */
  enum Moment {
    /** The frame is lost with the connection. */
    BEFORE,
    /** The frame arrives, and is the last one to; what answers it is lost with the connection. */
    AFTER
  }

  private record Cut(boolean sent, Predicate<JsonNode> at, Moment moment, Consumer<String> how) {}

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern SERVICE = Pattern.compile("/live\\?");

  private Optional<Cut> cut = Optional.empty();
  private Optional<JsonNode> last = Optional.empty();
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
    cut = Optional.of(new Cut(sent, hasText("action", action), moment, how));
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

  /** The frame at which the connection was cut. */
  JsonNode last() {
    return last.orElseThrow();
  }

  private void route(WebSocketRoute browser) {
    connections++;
    if (refuses) {
      browser.close();
      return;
    }
    WebSocketRoute service = browser.connectToServer();
    AtomicBoolean isCut = new AtomicBoolean();
    browser.onMessage(frame -> pass(true, frame.text(), service::send, isCut));
    service.onMessage(
        frame -> {
          JsonNode json = json(frame.text());
          if (hasText("action", "connection:established").test(json)) {
            connectionId = Optional.of(json.path("connectionId").asText());
          }
          pass(false, frame.text(), browser::send, isCut);
        });
  }

  /**
   * On a connection that is being cut nothing gets through any more, for however long that takes.
   */
  private void pass(boolean sent, String frame, Consumer<String> onward, AtomicBoolean isCut) {
    JsonNode json = json(frame);
    Optional<Cut> now = cut.filter(c -> c.sent() == sent && c.at().test(json));
    boolean isBefore = now.map(Cut::moment).filter(Moment.BEFORE::equals).isPresent();
    if (!isCut.get() && !isBefore) {
      onward.accept(frame);
    }
    now.ifPresent(
        c -> {
          isCut.set(true);
          cut(c, json);
        });
  }

  private void cut(Cut now, JsonNode frame) {
    if (now.sent() && now.moment() == Moment.AFTER) {
      last = Optional.of(frame);
      // That it has arrived, its answer tells.
      Predicate<JsonNode> answer = hasText("id", frame.path("id").asText());
      cut = Optional.of(new Cut(false, answer, Moment.BEFORE, now.how()));
    } else {
      last = last.or(() -> Optional.of(frame));
      cut = Optional.empty();
      now.how().accept(connectionId());
    }
  }

  private static Predicate<JsonNode> hasText(String member, String text) {
    return frame -> frame.path(member).asText().equals(text);
  }

  private static JsonNode json(String frame) {
    try {
      return JSON.readTree(frame);
    } catch (JsonProcessingException notJson) {
      throw new AssertionError("a frame that is no JSON", notJson);
    }
  }
}
