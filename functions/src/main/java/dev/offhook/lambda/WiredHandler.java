package dev.offhook.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

/**
 * A handler that can be closed, with the clients of AWS that it was wired to. In Lambda its process
 * ends instead.
 */
abstract class WiredHandler implements RequestStreamHandler, AutoCloseable {

  /** For a handler that was wired to nothing that needs closing. */
  static final Runnable NOTHING = () -> {};

  private final Runnable closing;

  /**
   * @param closing closes what the handler was wired to
   */
  WiredHandler(Runnable closing) {
    this.closing = closing;
  }

  @Override
  public final void close() {
    closing.run();
  }
}
