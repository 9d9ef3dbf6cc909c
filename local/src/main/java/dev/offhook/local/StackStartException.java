package dev.offhook.local;

/** The stack can't be started; the message is one line that says what to do. */
public final class StackStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StackStartException(String message) {
    super(message);
  }

  public StackStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
