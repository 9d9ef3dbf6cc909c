package dev.offhook.local.faults;

import dev.offhook.local.json.Json;
import java.util.Optional;

/**
 * Which frames a scripted fault is meant for.
 *
 * @param connectionId absent: of any connection
 * @param action absent: any
 */
public record Frames(Direction direction, Optional<String> connectionId, Optional<String> action) {
  /** Which way a frame goes. */
  public enum Direction {
    FROM_CLIENT,
    TO_CLIENT
  }

  /** Those that a connection's client sends. */
  public static Frames from(String connectionId) {
    return new Frames(Direction.FROM_CLIENT, Optional.of(connectionId), Optional.empty());
  }

  /** Those that a connection's client is sent. */
  public static Frames to(String connectionId) {
    return new Frames(Direction.TO_CLIENT, Optional.of(connectionId), Optional.empty());
  }

  /** Those that any client sends. */
  public static Frames fromAnyone() {
    return new Frames(Direction.FROM_CLIENT, Optional.empty(), Optional.empty());
  }

  /** Those that any client is sent. */
  public static Frames toAnyone() {
    return new Frames(Direction.TO_CLIENT, Optional.empty(), Optional.empty());
  }

  /** Those of them that have this action. */
  public Frames with(String wanted) {
    return new Frames(direction, connectionId, Optional.of(wanted));
  }

  boolean include(Frame frame) {
    return direction == frame.direction()
        && connectionId.map(frame.connectionId()::equals).orElse(true)
        && action.map(wanted -> wanted.equals(actionOf(frame.utf8()))).orElse(true);
  }

  static String actionOf(byte[] utf8) {
    return Json.readObject(utf8).map(json -> json.path("action").asText()).orElse("");
  }
}
