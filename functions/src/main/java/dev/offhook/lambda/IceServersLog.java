package dev.offhook.lambda;

import dev.offhook.json.Json;
import dev.offhook.json.JsonText;
import java.util.function.Consumer;

/** One line of JSON for each time that a source of ICE servers had none to give. */
final class IceServersLog {

  static final String UNAVAILABLE = "ice-servers-unavailable";

  private IceServersLog() {}

  /** Takes reasons, which hold nothing secret, and writes lines. */
  static Consumer<String> of(Consumer<String> log) {
    return reason ->
        log.accept(
            JsonText.write(
                Json.object()
                    .put("level", "WARN")
                    .put("event", UNAVAILABLE)
                    .put("reason", reason)
                    .build()));
  }
}
