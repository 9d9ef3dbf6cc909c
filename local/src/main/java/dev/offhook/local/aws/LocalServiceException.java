package dev.offhook.local.aws;

/** A stand-in for a service can't start; the message is one line for the user. */
public final class LocalServiceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LocalServiceException(String message) {
    super(message);
  }

  LocalServiceException(String message, Throwable cause) {
    super(message, cause);
  }
}
