package dev.offhook.local.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Which invocations a scripted fault is meant for.
 *
 * @param function its logical id
 * @param action of the frame that invokes it; absent: any, and events that are no frames too
 * @param connectionId whose frame invokes it; absent: anybody's
 */
public record Invocations(String function, Optional<String> action, Optional<String> connectionId) {

  /** Those of a function. */
  public static Invocations of(String function) {
    return new Invocations(function, Optional.empty(), Optional.empty());
  }

  /** Those of them by frames with this action. */
  public Invocations with(String wanted) {
    return new Invocations(function, Optional.of(wanted), connectionId);
  }

  /** Those of them by this connection. */
  public Invocations by(String wanted) {
    return new Invocations(function, action, Optional.of(wanted));
  }

  /** One invocation. */
  @SuppressWarnings("ArrayRecordComponent") // Compared nowhere.
  record Invoked(String function, byte[] event) {
    ObjectNode json() {
      return Json.readObject(event).orElseGet(Json::object);
    }

    /** Whether AWS may invoke it again: not where a client waits for an HTTP status. */
    boolean isRepeatable() {
      JsonNode json = json();
      String type = json.at("/requestContext/eventType").asText();
      return type.equals("MESSAGE") || type.equals("DISCONNECT") || json.has("Records");
    }

    /** Whether it is delayed here: frames are, where they travel. */
    boolean isDelayed() {
      JsonNode json = json();
      return json.at("/requestContext/eventType").asText().equals("DISCONNECT")
          || json.has("Records");
    }
  }

  boolean include(Invoked invoked) {
    if (!function.equals(invoked.function())) {
      return false;
    }
    if (action.isEmpty() && connectionId.isEmpty()) {
      return true;
    }
    JsonNode event = invoked.json();
    String by = event.at("/requestContext/connectionId").asText();
    byte[] body = event.path("body").asText().getBytes(StandardCharsets.UTF_8);
    return connectionId.map(by::equals).orElse(true)
        && action.map(wanted -> wanted.equals(Frames.actionOf(body))).orElse(true);
  }
}
