package dev.offhook.local;

import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.resource.ResourceFactory;

/**
 * What the local stack serves beside AWS: the demo at {@code /demo/}, and at {@code /offhook.json}
 * where the APIs are, told with the host that the client itself used.
 */
final class Pages extends Handler.Wrapper {

  private static final String ADDRESSES = "/offhook.json";
  private static final String DEMO = "/demo";

  private static final HttpFields DEMO_HEADERS =
      HttpFields.from(
          new HttpField(HttpHeader.CACHE_CONTROL, "no-cache"),
          new HttpField("X-Content-Type-Options", "nosniff"),
          new HttpField("Referrer-Policy", "no-referrer"),
          new HttpField(
              "Content-Security-Policy",
              "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: blob:;"
                  + " media-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'"));

  private final String stage;

  /**
   * @param stage of the WebSocket API
   * @param demo the folder of the built demo
   */
  Pages(String stage, Path demo) {
    super(new ContextHandler(files(demo), DEMO));
    this.stage = stage;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    boolean reads =
        HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
    String path = Request.getPathInContext(request);
    if (reads && path.equals(ADDRESSES)) {
      return addresses(request, response, callback);
    }
    if (reads && (path.equals("/") || path.equals(DEMO))) {
      Response.sendRedirect(request, response, callback, DEMO + "/");
      return true;
    }
    if (reads && path.startsWith(DEMO + "/")) {
      DEMO_HEADERS.forEach(field -> response.getHeaders().put(field));
      return super.handle(request, response, callback);
    }
    return false;
  }

  private boolean addresses(Request request, Response response, Callback callback) {
    HttpURI uri = request.getHttpURI();
    String authority = uri.getAuthority();
    boolean secure = request.isSecure();
    String json =
        "{\"apiUrl\":\"%s://%s\",\"websocketUrl\":\"%s://%s/%s\"}"
            .formatted(
                secure ? "https" : "http", authority, secure ? "wss" : "ws", authority, stage);
    response.setStatus(HttpStatus.OK_200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    Content.Sink.write(response, true, json, callback);
    return true;
  }

  private static ResourceHandler files(Path demo) {
    ResourceHandler files = new ResourceHandler();
    if (Files.isDirectory(demo)) {
      files.setBaseResource(ResourceFactory.of(files).newResource(demo));
    }
    files.setDirAllowed(false);
    return files;
  }
}
