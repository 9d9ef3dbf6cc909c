package dev.offhook.local.gateway;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Catches what a handler throws, so that no client sees a stack trace and no log a URL: the server
 * would print both, and a URL may hold a token.
 */
final class LastResort extends Handler.Wrapper {
  private static final Logger LOG = LoggerFactory.getLogger(LastResort.class);

  LastResort(Handler handler) {
    super(handler);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    try {
      return super.handle(request, response, callback);
    } catch (Exception e) {
      StackTraceElement[] trace = e.getStackTrace();
      LOG.error("{} at {}", e.getClass().getName(), trace.length == 0 ? "?" : trace[0]);
      if (response.isCommitted()) {
        callback.failed(e);
      } else {
        response.reset();
        Answer.message(500, "Internal Server Error").writeTo(response, callback);
      }
      return true;
    }
  }
}
