package dev.offhook.local.gateway;

/**
 * Another program listens on the port. Its message is fit for a user: {@code port 8080 is already
 * in use}.
 */
public final class PortInUseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PortInUseException(int port, Throwable cause) {
    super("port " + port + " is already in use", cause);
  }
}
