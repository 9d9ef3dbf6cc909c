package dev.offhook.local.aws;

/** A service did not do what the local stack itself asked of it. */
final class CallFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CallFailedException(String message) {
    super(message);
  }

  CallFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
