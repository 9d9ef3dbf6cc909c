package dev.offhook.local.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An HTTP API with Lambda integrations of payload format 2.0, on its {@code $default} stage.
 *
 * @param apiId the id that events carry
 * @param routes functions' logical ids by route key: {@code POST /sessions}, {@code ANY
 *     /files/{id}}, {@code GET /{proxy+}}, {@code $default}
 * @param cors what browsers of other origins may do
 * @param throttle of the whole stage
 */
public record HttpApi(String apiId, Map<String, String> routes, Cors cors, Throttle throttle) {
  public HttpApi {
    routes = Map.copyOf(routes);
    routes.keySet().forEach(HttpRoute::parse);
  }

  /**
   * {@code CorsConfiguration}.
   *
   * @param allowOrigins origins, or {@code *}; none: CORS is off, and the functions answer for it
   *     themselves
   * @param maxAge how long a browser may keep the answer to a preflight; zero: it is not told
   */
  public record Cors(
      List<String> allowOrigins,
      List<String> allowMethods,
      List<String> allowHeaders,
      List<String> exposeHeaders,
      boolean allowCredentials,
      Duration maxAge) {
    /** No CORS configuration. */
    public static final Cors OFF =
        new Cors(List.of(), List.of(), List.of(), List.of(), false, Duration.ZERO);

    public Cors {
      allowOrigins = List.copyOf(allowOrigins);
      allowMethods = List.copyOf(allowMethods);
      allowHeaders = List.copyOf(allowHeaders);
      exposeHeaders = List.copyOf(exposeHeaders);
      if (allowCredentials && allowOrigins.contains("*")) {
        throw new IllegalArgumentException("credentials cannot be allowed to every origin");
      }
    }
  }
}
