package dev.offhook.local.template;

import dev.offhook.local.gateway.Throttle;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code AWS::ApiGatewayV2::*} resources of one API, read and joined by their ids.
 *
 * @param api the {@code AWS::ApiGatewayV2::Api} itself
 * @param properties of the API, not finished: each protocol has some of its own
 */
record ApiResources(
    Resource api, String apiId, Properties properties, StageProperties stage, List<Route> routes) {
  /**
   * A stage.
   *
   * @param throttle of the whole stage
   * @param routeThrottles of routes that have their own, by route key
   */
  record StageProperties(
      Resource resource, String name, Throttle throttle, Map<String, Throttle> routeThrottles) {}

  /**
   * A route.
   *
   * @param function the function's logical id
   * @param hasRouteResponse whether what the function returns goes back
   */
  record Route(
      Resource resource,
      String key,
      String function,
      Optional<Authorizer> authorizer,
      boolean hasRouteResponse) {}

  /** A Lambda authorizer of type REQUEST. */
  record Authorizer(String function, List<String> identitySources) {}

  /** Reads what belongs to an API out of all resources that exist. */
  static ApiResources read(
      Resource api, List<Resource> resources, FunctionArns functions, LocalReferences references) {
    return new ApiResourcesReader(api, resources, functions, references).read();
  }

  /** The throttle of one route: its own, or the stage's. */
  Throttle throttle(Route route) {
    return stage.routeThrottles().getOrDefault(route.key(), stage.throttle());
  }
}
