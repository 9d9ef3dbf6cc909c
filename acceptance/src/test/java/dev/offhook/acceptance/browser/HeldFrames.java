package dev.offhook.acceptance.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Frames of the service that are on their way to a page for as long as a test wishes. */
final class HeldFrames {

  private record Held(String action, Runnable delivery) {}

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern SERVICE = Pattern.compile("/live\\?");

  private final Set<String> actions;
  private final List<Held> held = new ArrayList<>();

  private HeldFrames(Set<String> actions) {
    this.actions = actions;
  }

  /** Holds frames of these actions up on their way to the page, which is opened later. */
  static HeldFrames onTheWayTo(Page page, String... actions) {
    HeldFrames frames = new HeldFrames(Set.of(actions));
    page.routeWebSocket(SERVICE, frames::route);
    return frames;
  }

  private void route(WebSocketRoute browser) {
    WebSocketRoute service = browser.connectToServer();
    service.onMessage(
        frame -> {
          String action = action(frame.text());
          if (actions.contains(action)) {
            held.add(new Held(action, () -> browser.send(frame.text())));
          } else {
            browser.send(frame.text());
          }
        });
  }

  private static String action(String frame) {
    try {
      return JSON.readTree(frame).path("action").asText();
    } catch (JsonProcessingException notJson) {
      throw new AssertionError("the service sent what is no JSON", notJson);
    }
  }

  /** Whether a frame of each of these actions is held. */
  boolean hold(String... wanted) {
    return List.of(wanted).stream()
        .allMatch(action -> held.stream().anyMatch(frame -> frame.action().equals(action)));
  }

  /** Delivers those that are held of these actions, action for action. */
  void deliver(String... wanted) {
    for (String action : wanted) {
      held.stream().filter(frame -> frame.action().equals(action)).forEach(f -> f.delivery().run());
      held.removeIf(frame -> frame.action().equals(action));
    }
  }
}
