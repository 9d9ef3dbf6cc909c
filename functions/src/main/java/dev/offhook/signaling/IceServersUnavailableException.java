package dev.offhook.signaling;

/** A source of ICE servers has none to give. The message holds nothing secret: it is logged. */
public final class IceServersUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public IceServersUnavailableException(String message) {
    super(message);
  }
}
