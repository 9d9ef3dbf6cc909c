package dev.offhook.protocol;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a request is not done: what an {@code error} frame or a problem document says. The message is
 * for developers and never repeats what was sent.
 *
 * @param path JSON Pointer (RFC 6901) to the member at fault
 * @param retryAfter when the same request may succeed
 * @param callId the call that came first, on a glare
 */
public record Refusal(
    ErrorCode code,
    String message,
    Optional<String> path,
    Optional<Duration> retryAfter,
    Optional<CallId> callId) {

  public static Refusal of(ErrorCode code, String message) {
    return new Refusal(code, message, Optional.empty(), Optional.empty(), Optional.empty());
  }

  public static Refusal badRequest(String path, String message) {
    return new Refusal(
        ErrorCode.BAD_REQUEST, message, Optional.of(path), Optional.empty(), Optional.empty());
  }

  public static Refusal rateLimited(String message, Duration retryAfter) {
    return new Refusal(
        ErrorCode.RATE_LIMITED,
        message,
        Optional.empty(),
        Optional.of(retryAfter),
        Optional.empty());
  }

  public static Refusal glare(CallId first) {
    return new Refusal(
        ErrorCode.GLARE,
        "the peer's offer came first: roll back and answer it",
        Optional.empty(),
        Optional.empty(),
        Optional.of(first));
  }
}
