package dev.offhook.local.gateway;

import dev.offhook.local.gateway.WebSocketEvents.Event;
import dev.offhook.local.lambda.InvocationResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Brings messages and disconnects to their functions, each on a thread of its own: nothing is in
 * order, and two messages of one connection run at the same time.
 */
final class Messages implements Connections.Receiver {
  static final String INTERNAL_SERVER_ERROR = "Internal server error";

  private final WebSocketApi api;
  private final WebSocketEvents events;
  private final Invoker invoker;
  private final Throttles throttles;
  private final GatewayLimits limits;
  private final Wire wire;
  private final Ids ids;
  private final Executor threads;

  Messages(
      GatewayConfig config,
      WebSocketEvents events,
      Invoker invoker,
      Throttles throttles,
      Ids ids,
      Executor threads) {
    this.api = config.webSocketApi();
    this.events = events;
    this.invoker = invoker;
    this.throttles = throttles;
    this.limits = config.limits();
    this.wire = config.wire();
    this.ids = ids;
    this.threads = threads;
  }

  /**
   * The frame with which the gateway itself answers, in exactly this spacing.
   *
   * @param requestId of the event that failed
   */
  static String error(String message, ConnectionId connectionId, String requestId) {
    return "{\"message\": \"%s\", \"connectionId\":\"%s\", \"requestId\":\"%s\"}"
        .formatted(message, connectionId.value(), requestId);
  }

  @Override
  public void message(Connection from, String text) {
    String connectionId = from.client().id().value();
    start(() -> wire.toFunction(connectionId, text, () -> run(from, text)));
  }

  @Override
  public void disconnected(Client client, int code, String reason) {
    api.route(WebSocketApi.DISCONNECT)
        .ifPresent(
            route ->
                start(
                    () ->
                        invoker.invoke(
                            route.function(),
                            client.address(),
                            events.disconnect(client, code, reason).json(),
                            limits.integrationTimeout())));
  }

  private void run(Connection from, String text) {
    Optional<String> routeKey = api.routeKey(text);
    Optional<WebSocketApi.Route> route = routeKey.flatMap(api::route);
    if (route.isEmpty()) {
      refuse(from, "Forbidden", ids.next());
    } else if (!throttles.admitEvent(routeKey.orElseThrow())) {
      refuse(from, "Too Many Requests", ids.next());
    } else {
      Event event = events.message(from.client(), routeKey.orElseThrow(), text);
      invoker
          .invoke(
              route.get().function(),
              from.client().connection(),
              event.json(),
              limits.integrationTimeout())
          .ifPresentOrElse(
              result -> reply(from, route.get(), event.requestId(), result),
              () -> refuse(from, "Endpoint request timed out", event.requestId()));
    }
  }

  private void reply(
      Connection to, WebSocketApi.Route route, String requestId, InvocationResult result) {
    switch (result) {
      case InvocationResult.Returned(byte[] payload) ->
          IntegrationResponse.parse(payload)
              .filter(response -> response.body().length <= limits.messageBytes())
              .ifPresentOrElse(
                  response -> reply(to, route, response),
                  () -> refuse(to, INTERNAL_SERVER_ERROR, requestId));
      case InvocationResult.Failed failed -> refuse(to, INTERNAL_SERVER_ERROR, requestId);
      case InvocationResult.TimedOut() -> refuse(to, INTERNAL_SERVER_ERROR, requestId);
      case InvocationResult.Throttled() -> refuse(to, INTERNAL_SERVER_ERROR, requestId);
    }
  }

  private static void reply(Connection to, WebSocketApi.Route route, IntegrationResponse response) {
    if (route.hasRouteResponse() && response.isSuccess() && response.body().length > 0) {
      to.send(response.body(), Wire.Origin.ANSWER);
    }
  }

  private static void refuse(Connection to, String message, String requestId) {
    byte[] utf8 = error(message, to.client().id(), requestId).getBytes(StandardCharsets.UTF_8);
    to.send(utf8, Wire.Origin.ANSWER);
  }

  private void start(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      // The gateway is closing, and this connection with it.
      return;
    }
  }
}
