package dev.offhook.lambda;

import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.util.function.Consumer;

/** One line of JSON for each time that a source of ICE servers had none to give. */
final class IceServersLog {

  static final String UNAVAILABLE = "ice-servers-unavailable";

  private IceServersLog() {}

  /** Takes reasons, which hold nothing secret, and writes lines. */
  static Consumer<String> of(InvocationLog log) {
    return reason -> log.write(LogLevel.WARN, UNAVAILABLE, line -> line.put("reason", reason));
  }
}
