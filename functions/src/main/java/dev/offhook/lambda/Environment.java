package dev.offhook.lambda;

import dev.offhook.protocol.Limits;
import dev.offhook.session.AllowedOrigins;
import dev.offhook.signaling.Allowances;
import dev.offhook.signaling.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
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
  static final String TICKETS_TABLE = "TICKETS_TABLE";
  static final String LIMITS_TABLE = "LIMITS_TABLE";
  static final String TIMERS_QUEUE_URL = "TIMERS_QUEUE_URL";
  static final String SIGNING_SECRET_ARN = "SIGNING_SECRET_ARN";
  static final String TURN_SECRET_ARN = "TURN_SECRET_ARN";
  static final String ICE_PROVIDER_SECRET_ARN = "ICE_PROVIDER_SECRET_ARN";
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

  /**
   * Whether Lambda takes a snapshot of what is being started.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">Environment
   *     variables that Lambda defines</a>
   */
  boolean isForSnapshot() {
    return "snap-start".equals(variables.get("AWS_LAMBDA_INITIALIZATION_TYPE"));
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
        seconds("TICKET_SECONDS"),
        seconds("RESUME_SECONDS"),
        seconds("HEARTBEAT_SECONDS"),
        seconds("RECONNECT_BEFORE_SECONDS"),
        seconds("CALL_CHECK_SECONDS"),
        Allowances.perMinute(
            whole("ADDRESS_SESSIONS_PER_MINUTE"),
            whole("ADDRESS_TICKETS_PER_MINUTE"),
            whole("ADDRESS_FAILED_CONNECTS_PER_MINUTE"),
            whole("ROOM_JOINS_PER_MINUTE")));
  }

  Duration tokenLifetime() {
    return seconds("TOKEN_SECONDS");
  }

  /** How long signing keys are kept that were read. */
  Duration signingKeysKept() {
    return seconds("SIGNING_KEYS_SECONDS");
  }

  /** How long the record of a call is kept. */
  Duration callRecordKept() {
    return Duration.ofDays(whole("CALL_RECORD_DAYS"));
  }

  /** The STUN servers; none if the variable is empty. */
  List<String> stunUrls() {
    return list("STUN_URLS");
  }

  /** The TURN servers that share a secret with the service; none if the variable is empty. */
  List<String> turnUrls() {
    return list("TURN_URLS");
  }

  /** How long credentials for TURN servers are good. */
  Duration turnCredentialLifetime() {
    return seconds("TURN_CREDENTIAL_SECONDS");
  }

  /** The origins whose pages may use the service; none if the variable is empty. */
  AllowedOrigins allowedOrigins() {
    return new AllowedOrigins(new LinkedHashSet<>(list("ALLOWED_ORIGINS")));
  }

  private List<String> list(String name) {
    return Arrays.stream(variables.getOrDefault(name, "").split(","))
        .map(String::strip)
        .filter(element -> !element.isEmpty())
        .toList();
  }

  /** Whether a variable is there. */
  boolean has(String name) {
    return !variables.getOrDefault(name, "").isEmpty();
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
