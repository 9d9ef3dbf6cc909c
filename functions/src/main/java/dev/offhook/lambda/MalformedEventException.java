package dev.offhook.lambda;

/** The function was invoked with something that its trigger never sends. */
final class MalformedEventException extends SafeException {
  private static final long serialVersionUID = 1L;

  MalformedEventException(String message) {
    super(message);
  }
}
