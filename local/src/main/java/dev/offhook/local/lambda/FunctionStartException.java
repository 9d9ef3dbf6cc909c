package dev.offhook.local.lambda;

import java.io.Serial;

/** A function could not be started; the message is one line that names the cause. */
public final class FunctionStartException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final String errorType;

  FunctionStartException(String errorType, String message) {
    super(message);
    this.errorType = errorType;
  }

  /** A failure for which a throwable is to blame. */
  static FunctionStartException of(LambdaFunction function, Throwable cause) {
    String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return new FunctionStartException(
        cause.getClass().getName(),
        "%s could not be started: %s: %s"
            .formatted(function.logicalId(), cause.getClass().getName(), reason));
  }

  /** What becomes of an event that waited for this start. */
  InvocationResult asResult() {
    return new InvocationResult.Failed(errorType, String.valueOf(getMessage()));
  }
}
