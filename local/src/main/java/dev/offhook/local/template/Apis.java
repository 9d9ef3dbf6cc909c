package dev.offhook.local.template;

import dev.offhook.local.gateway.Authorization;
import dev.offhook.local.gateway.HttpApi;
import dev.offhook.local.gateway.HttpApi.Cors;
import dev.offhook.local.gateway.RouteSelection;
import dev.offhook.local.gateway.WebSocketApi;
import dev.offhook.local.template.ApiResources.Route;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Turns the resources of an API into what the gateway serves. */
final class Apis {
  private static final String CONNECT = "$connect";

  private Apis() {}

  static WebSocketApi webSocket(ApiResources resources) {
    Properties properties = resources.properties();
    RouteSelection selection =
        checked(
            () -> RouteSelection.parse(properties.text("RouteSelectionExpression")),
            message -> properties.failure("RouteSelectionExpression", "is refused: " + message));
    properties.finish();
    Map<String, WebSocketApi.Route> routes = new LinkedHashMap<>();
    Authorization authorization = new Authorization.None();
    for (Route route : resources.routes()) {
      if (route.authorizer().isPresent()) {
        authorization = authorization(route);
      }
      put(
          routes,
          route,
          new WebSocketApi.Route(
              route.function(), route.hasRouteResponse(), resources.throttle(route)));
    }
    Authorization checkedAuthorization = authorization;
    return checked(
        () ->
            new WebSocketApi(
                resources.apiId(),
                resources.stage().name(),
                selection,
                routes,
                checkedAuthorization,
                resources.stage().throttle()),
        resources.stage().resource()::failure);
  }

  static HttpApi http(ApiResources resources) {
    Properties properties = resources.properties();
    Cors cors = properties.optionalNested("CorsConfiguration").map(Apis::cors).orElse(Cors.OFF);
    properties.finish();
    if (!resources.stage().name().equals("$default")) {
      throw resources.stage().resource().failure("of an HTTP API must be $default");
    }
    Map<String, String> routes = new LinkedHashMap<>();
    for (Route route : resources.routes()) {
      if (route.authorizer().isPresent()) {
        throw route.resource().failure("has an authorizer, which HTTP APIs can't here");
      }
      put(routes, route, route.function());
    }
    return checked(
        () -> new HttpApi(resources.apiId(), routes, cors, resources.stage().throttle()),
        resources.api()::failure);
  }

  private static <T> void put(Map<String, T> routes, Route route, T value) {
    if (routes.putIfAbsent(route.key(), value) != null) {
      throw route.resource().failure("has the same route key as another route: " + route.key());
    }
  }

  private static Authorization authorization(Route route) {
    if (!route.key().equals(CONNECT)) {
      throw route.resource().failure("has an authorizer, which only $connect may have");
    }
    ApiResources.Authorizer authorizer = route.authorizer().orElseThrow();
    return checked(
        () -> new Authorization.Custom(authorizer.function(), authorizer.identitySources()),
        route.resource()::failure);
  }

  private static Cors cors(Properties properties) {
    Cors cors =
        checked(
            () ->
                new Cors(
                    properties.texts("AllowOrigins"),
                    properties.texts("AllowMethods"),
                    properties.texts("AllowHeaders"),
                    properties.texts("ExposeHeaders"),
                    properties.bool("AllowCredentials", false),
                    Duration.ofSeconds(properties.integer("MaxAge", -1, 86_400).orElse(0))),
            message -> properties.failure("AllowCredentials", "is refused: " + message));
    properties.finish();
    return cors;
  }

  /** What a model's constructor makes; what it refuses becomes a failure of the template. */
  private static <T> T checked(Supplier<T> construct, Function<String, TemplateException> failure) {
    try {
      return construct.get();
    } catch (IllegalArgumentException e) {
      throw failure.apply(String.valueOf(e.getMessage()));
    }
  }
}
