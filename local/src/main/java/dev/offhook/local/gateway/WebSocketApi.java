package dev.offhook.local.gateway;

import java.util.Map;
import java.util.Optional;

/**
 * A WebSocket API and its one stage, as the template describes them.
 *
 * @param apiId the id that events carry
 * @param stage the stage's name, which is the first part of every path
 * @param routeSelection picks the key of a message's route
 * @param routes by route key, {@code $connect}, {@code $disconnect} and {@code $default} among them
 * @param authorization of {@code $connect}
 * @param throttle of the whole stage; each route has one of its own too
 */
public record WebSocketApi(
    String apiId,
    String stage,
    RouteSelection routeSelection,
    Map<String, Route> routes,
    Authorization authorization,
    Throttle throttle) {
  static final String CONNECT = "$connect";
  static final String DISCONNECT = "$disconnect";
  static final String DEFAULT = "$default";

  public WebSocketApi {
    routes = Map.copyOf(routes);
    if (!stage.matches("[A-Za-z0-9_-]{1,128}")) {
      throw new IllegalArgumentException("not a stage name: " + stage);
    }
    if (routes.containsKey("")) {
      throw new IllegalArgumentException("a route key is empty");
    }
  }

  /**
   * What handles one kind of message.
   *
   * @param function the function's logical id
   * @param hasRouteResponse whether what the function returns goes back to the sender
   * @param throttle how often it may be called
   */
  public record Route(String function, boolean hasRouteResponse, Throttle throttle) {}

  /** The route of messages that match no other. */
  public Optional<Route> defaultRoute() {
    return route(DEFAULT);
  }

  Optional<Route> route(String key) {
    return Optional.ofNullable(routes.get(key));
  }

  /**
   * The key of the route that a message takes; empty when it matches none and there is no {@code
   * $default}.
   */
  Optional<String> routeKey(String message) {
    return routeSelection
        .select(message)
        .filter(key -> !key.equals(CONNECT) && !key.equals(DISCONNECT) && routes.containsKey(key))
        .or(() -> Optional.of(DEFAULT).filter(routes::containsKey));
  }
}
