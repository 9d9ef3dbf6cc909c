package dev.offhook.lambda;

/**
 * An exception that Lambda may log as it is: its message is one of ours, and holds nothing that
 * somebody sent.
 */
abstract class SafeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SafeException(String message) {
    super(message, null, false, false);
  }
}
