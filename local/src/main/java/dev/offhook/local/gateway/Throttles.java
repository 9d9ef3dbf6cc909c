package dev.offhook.local.gateway;

import java.util.Map;
import java.util.stream.Collectors;

/** Every throttle of a gateway: the account's, and each API's stage and routes. */
final class Throttles {
  private final TokenBucket connects;
  private final TokenBucket account;
  private final TokenBucket webSocketStage;
  private final TokenBucket httpStage;
  private final Map<String, TokenBucket> routes;

  Throttles(GatewayLimits limits, WebSocketApi webSocketApi, HttpApi httpApi) {
    connects = new TokenBucket(limits.connects());
    account = new TokenBucket(limits.account());
    webSocketStage = new TokenBucket(webSocketApi.throttle());
    httpStage = new TokenBucket(httpApi.throttle());
    routes =
        webSocketApi.routes().entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, route -> new TokenBucket(route.getValue().throttle())));
  }

  /** Whether one more connection may be opened now. */
  boolean admitConnection() {
    return connects.tryTake();
  }

  /** Whether one more event of the WebSocket API may run. */
  boolean admitEvent(String routeKey) {
    TokenBucket route = routes.get(routeKey);
    return account.tryTake() && webSocketStage.tryTake() && (route == null || route.tryTake());
  }

  boolean admitHttpRequest() {
    return account.tryTake() && httpStage.tryTake();
  }

  boolean admitManagementCall() {
    return account.tryTake();
  }
}
