package dev.offhook.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;

/**
 * A handler that has a log, and that can be closed with the clients of AWS that it was wired to. In
 * Lambda its process ends instead.
 */
abstract class WiredHandler implements RequestStreamHandler, AutoCloseable {

  private final InvocationLog log;
  private final Runnable closing;

  /** A handler that was wired to AWS. */
  WiredHandler(Wiring wiring) {
    this.log = wiring.log();
    this.closing = wiring::close;
  }

  /** A handler that was wired to nothing that needs closing. */
  WiredHandler() {
    this.log = new InvocationLog(InstantSource.system());
    this.closing = () -> {};
  }

  /** Handles one event. What it throws and doesn't name fails the invocation. */
  abstract void handle(InputStream input, OutputStream output, Context context) throws IOException;

  /** The function's log. */
  final InvocationLog log() {
    return log;
  }

  /**
   * Lambda logs what a handler throws, with all its messages: so they are left behind here, but for
   * those that are safe.
   */
  @Override
  public final void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    log.begins(context);
    try {
      handle(input, output, context);
    } catch (SafeException safe) {
      throw safe;
    } catch (RuntimeException fault) {
      log.fault("function", context.getFunctionName(), fault);
      throw new FailedException();
    }
  }

  @Override
  public final void close() {
    closing.run();
  }

  /** Fails an invocation whose fault is in the log. */
  private static final class FailedException extends SafeException {
    private static final long serialVersionUID = 1L;

    FailedException() {
      super("failed: see the line before");
    }
  }
}
