package dev.offhook.local.gateway;

import java.io.IOException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request comes through: lets in what has a path, and catches what a handler throws, so
 * that no client sees a stack trace and no log a URL. The server would print both, and a URL may
 * hold a token.
 */
final class FrontDoor extends Handler.Wrapper {
  private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

  FrontDoor(Handler handler) {
    super(handler);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = request.getHttpURI().getPath();
    if (path == null || !path.startsWith("/")) {
      Answer.message(400, "Bad Request").writeTo(response, callback);
      return true;
    }
    try {
      return super.handle(request, response, callback);
    } catch (Exception e) {
      StackTraceElement[] trace = e.getStackTrace();
      LOG.error("{} at {}", e.getClass().getName(), trace.length == 0 ? "?" : trace[0]);
      if (response.isCommitted()) {
        callback.failed(new IOException("the handler failed while it answered"));
      } else {
        response.reset();
        Answer.message(500, "Internal Server Error").writeTo(response, callback);
      }
      return true;
    }
  }
}
