package dev.offhook.acceptance.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * The line between a page and the service, which breaks off once, at a frame that a test chooses.
 */
final class BreakingLine {

  /** Where it breaks: what is cut off has either got through or not. */
  enum Where {
    BEFORE_IT_IS_SENT,
    AFTER_IT_IS_SENT,
    BEFORE_IT_ARRIVES,
    AFTER_IT_ARRIVES
  }

  private record Break(String action, Where where) {}

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern SERVICE = Pattern.compile("/live\\?");

  private Optional<Break> planned = Optional.empty();
  private int breaks;

  private BreakingLine() {}

  /** The line of a page, which is opened later. */
  static BreakingLine of(Page page) {
    BreakingLine line = new BreakingLine();
    page.routeWebSocket(SERVICE, line::route);
    return line;
  }

  /** Plans the break, for the next frame of that action. */
  void breaksOff(String action, Where where) {
    planned = Optional.of(new Break(action, where));
  }

  /** How often it has broken. */
  int breaks() {
    return breaks;
  }

  private void route(WebSocketRoute page) {
    WebSocketRoute service = page.connectToServer();
    AtomicBoolean broken = new AtomicBoolean();
    Runnable breakOff =
        () -> {
          broken.set(true);
          planned = Optional.empty();
          breaks++;
          service.close();
          page.close();
        };
    page.onMessage(
        frame -> {
          String action = action(frame.text());
          Runnable delivery = () -> service.send(frame.text());
          pass(
              delivery,
              isPlanned(action, Where.BEFORE_IT_IS_SENT),
              isPlanned(action, Where.AFTER_IT_IS_SENT),
              broken,
              breakOff);
        });
    service.onMessage(
        frame -> {
          String action = action(frame.text());
          Runnable delivery = () -> page.send(frame.text());
          pass(
              delivery,
              isPlanned(action, Where.BEFORE_IT_ARRIVES),
              isPlanned(action, Where.AFTER_IT_ARRIVES),
              broken,
              breakOff);
        });
  }

  private static void pass(
      Runnable delivery,
      boolean breaksBefore,
      boolean breaksAfter,
      AtomicBoolean broken,
      Runnable breakOff) {
    if (broken.get()) {
      return;
    }
    if (!breaksBefore) {
      delivery.run();
    }
    if (breaksBefore || breaksAfter) {
      breakOff.run();
    }
  }

  private boolean isPlanned(String action, Where where) {
    return planned.equals(Optional.of(new Break(action, where)));
  }

  private static String action(String frame) {
    try {
      return JSON.readTree(frame).path("action").asText();
    } catch (JsonProcessingException notJson) {
      throw new AssertionError("a frame that is no JSON", notJson);
    }
  }
}
