package dev.offhook.lambda;

import dev.offhook.protocol.IceServer;
import dev.offhook.protocol.Limits;
import dev.offhook.signaling.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The environment variables that {@code template.yaml} gives to the functions, read with their
 * types.
 */
record Environment(Map<String, String> variables) {

  static final String SESSIONS_TABLE = "SESSIONS_TABLE";
  static final String CALLS_TABLE = "CALLS_TABLE";
  static final String ROOMS_TABLE = "ROOMS_TABLE";
  static final String MAILBOX_TABLE = "MAILBOX_TABLE";
  static final String TIMERS_QUEUE_URL = "TIMERS_QUEUE_URL";
  static final String SIGNING_SECRET_ARN = "SIGNING_SECRET_ARN";
  static final String TOKEN_ISSUER = "TOKEN_ISSUER";
  static final String TOKEN_AUDIENCE = "TOKEN_AUDIENCE";

  Environment {
    variables = Map.copyOf(variables);
  }

  /** A variable that must be there. */
  String text(String name) {
    String value = variables.get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalStateException("the environment variable " + name + " is not set");
    }
    return value;
  }

  Settings settings() {
    Limits limits =
        new Limits(
            whole("FRAMES_PER_SECOND"),
            whole("FRAMES_BURST"),
            whole("ROOM_SIZE"),
            seconds("RING_SECONDS"));
    return new Settings(
        limits,
        seconds("SESSION_SECONDS"),
        seconds("RESUME_SECONDS"),
        seconds("HEARTBEAT_SECONDS"),
        seconds("RECONNECT_BEFORE_SECONDS"),
        seconds("CALL_CHECK_SECONDS"),
        iceServers());
  }

  Duration tokenLifetime() {
    return seconds("TOKEN_SECONDS");
  }

  /** How long the record of a call is kept. */
  Duration callRecordKept() {
    return Duration.ofDays(whole("CALL_RECORD_DAYS"));
  }

  private List<IceServer> iceServers() {
    List<String> urls =
        Arrays.stream(variables.getOrDefault("STUN_URLS", "").split(","))
            .map(String::strip)
            .filter(url -> !url.isEmpty())
            .toList();
    return urls.isEmpty() ? List.of() : List.of(new IceServer(urls));
  }

  private Duration seconds(String name) {
    return Duration.ofSeconds(whole(name));
  }

  private int whole(String name) {
    try {
      return Integer.parseInt(text(name));
    } catch (NumberFormatException notANumber) {
      throw new IllegalStateException(
          "the environment variable " + name + " is not a whole number", notANumber);
    }
  }
}
