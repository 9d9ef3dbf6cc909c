package dev.offhook.local.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** Takes its time to close, and needs one more of its classes then. */
public class SlowToCloseHandler implements RequestStreamHandler, AutoCloseable {
  /** The system property that it sets when it is closed. */
  public static final String CLOSED = "offhook.test.closed";

  private static final Duration A_WHILE = Duration.ofMillis(300);

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context) {}

  @Override
  public void close() {
    try {
      Thread.sleep(A_WHILE);
      System.setProperty(CLOSED, new LastWord().toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Not loaded before it is needed. */
  private static final class LastWord {
    @Override
    public String toString() {
      return "closed";
    }
  }
}
