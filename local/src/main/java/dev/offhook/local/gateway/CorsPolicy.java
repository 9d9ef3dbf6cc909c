package dev.offhook.local.gateway;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Answers preflights and marks responses as an HTTP API with a CORS configuration does: what the
 * functions say of CORS is dropped then.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html">CORS
 *     for HTTP APIs</a>
 */
final class CorsPolicy {
  private final HttpApi.Cors cors;

  CorsPolicy(HttpApi.Cors cors) {
    this.cors = cors;
  }

  /** Whether the gateway answers a request by itself. */
  boolean isPreflight(Request request) {
    return isOn()
        && request.getMethod().equals("OPTIONS")
        && request.getHeaders().contains(HttpHeader.ORIGIN)
        && request.getHeaders().contains("Access-Control-Request-Method");
  }

  Answer preflight(Request request) {
    HttpFields.Mutable headers = HttpFields.build();
    String allowed = allowedOrigin(request);
    if (!allowed.isEmpty()) {
      headers.put("Access-Control-Allow-Origin", allowed);
      putList(headers, "Access-Control-Allow-Methods", cors.allowMethods());
      putList(headers, "Access-Control-Allow-Headers", cors.allowHeaders());
      putCredentials(headers);
      if (cors.maxAge().isPositive()) {
        headers.put("Access-Control-Max-Age", String.valueOf(cors.maxAge().toSeconds()));
      }
    }
    return new Answer(204, headers.asImmutable(), new byte[0]);
  }

  /** The answer to a request, as a browser of another origin may read it. */
  Answer mark(Request request, Answer answer) {
    if (!isOn()) {
      return answer;
    }
    HttpFields.Mutable headers = HttpFields.build();
    for (HttpField field : answer.headers()) {
      if (!field.getLowerCaseName().startsWith("access-control-")) {
        headers.add(field);
      }
    }
    String allowed = allowedOrigin(request);
    if (!allowed.isEmpty()) {
      headers.put("Access-Control-Allow-Origin", allowed);
      putList(headers, "Access-Control-Expose-Headers", cors.exposeHeaders());
      putCredentials(headers);
    }
    return new Answer(answer.status(), headers.asImmutable(), answer.body());
  }

  private boolean isOn() {
    return !cors.allowOrigins().isEmpty();
  }

  /** The value that lets the request's origin in; empty if none does. */
  private String allowedOrigin(Request request) {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin == null) {
      return "";
    }
    if (cors.allowOrigins().contains("*")) {
      return "*";
    }
    boolean allowed =
        cors.allowOrigins().contains(origin)
            || (cors.allowOrigins().contains("https://*") && origin.startsWith("https://"))
            || (cors.allowOrigins().contains("http://*") && origin.startsWith("http://"));
    return allowed ? origin : "";
  }

  private void putCredentials(HttpFields.Mutable headers) {
    if (cors.allowCredentials()) {
      headers.put("Access-Control-Allow-Credentials", "true");
    }
  }

  private static void putList(HttpFields.Mutable headers, String name, List<String> values) {
    if (!values.isEmpty()) {
      headers.put(name, String.join(",", values));
    }
  }
}
