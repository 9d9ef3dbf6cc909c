package dev.offhook.local.gateway;

import dev.offhook.local.gateway.Authorizer.Verdict;
import dev.offhook.local.gateway.WebSocketEvents.Event;
import dev.offhook.local.lambda.InvocationResult;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;

/**
 * Decides whether a handshake becomes a connection: form, throttle, authorizer, then the {@code
 * $connect} integration, whose status is the handshake's.
 */
final class Admission {
  private static final String PROTOCOL = "Sec-WebSocket-Protocol";

  private final WebSocketApi api;
  private final GatewayLimits limits;
  private final Ids ids;
  private final WebSocketEvents events;
  private final Invoker invoker;
  private final Authorizer authorizer;
  private final Throttles throttles;

  Admission(
      GatewayConfig config, Ids ids, WebSocketEvents events, Invoker invoker, Throttles throttles) {
    this.api = config.webSocketApi();
    this.limits = config.limits();
    this.ids = ids;
    this.events = events;
    this.invoker = invoker;
    this.authorizer = new Authorizer(api.authorization(), events, invoker, limits);
    this.throttles = throttles;
  }

  /** What becomes of a handshake. */
  sealed interface Outcome {
    /** The connection opens, and speaks the subprotocol that the integration chose. */
    record Accepted(Client client, Optional<String> subprotocol) implements Outcome {}

    record Refused(Answer answer) implements Outcome {}
  }

  Outcome admit(Request request, Handshake handshake, Client client) {
    if (!isUpgrade(request, handshake)) {
      return refused(403, "Forbidden", client);
    }
    if (!isValid(handshake)) {
      return refused(400, "Bad Request", client);
    }
    String url = "wss://" + handshake.domainName() + request.getHttpURI().getPathQuery();
    if (url.length() > limits.urlCharacters()) {
      return refused(414, "Request-URI Too Long", client);
    }
    if (!throttles.admitConnection() || !throttles.admitEvent(WebSocketApi.CONNECT)) {
      return refused(429, "Too Many Requests", client);
    }
    return switch (authorizer.judge(client, handshake)) {
      case Verdict.Refused(int status, String message) -> refused(status, message, client);
      case Verdict.Admitted(Client admitted) -> connect(admitted, handshake);
    };
  }

  private Outcome connect(Client client, Handshake handshake) {
    Optional<WebSocketApi.Route> route = api.route(WebSocketApi.CONNECT);
    if (route.isEmpty()) {
      return new Outcome.Accepted(client, Optional.empty());
    }
    Event event = events.connect(client, handshake);
    return invoker
        .invoke(route.get().function(), client.address(), event.json(), limits.integrationTimeout())
        .map(result -> connected(result, client, handshake))
        .orElseGet(() -> refused(504, "Endpoint request timed out", client));
  }

  private Outcome connected(InvocationResult result, Client client, Handshake handshake) {
    return switch (result) {
      case InvocationResult.Returned(byte[] payload) ->
          IntegrationResponse.parse(payload)
              .map(response -> connected(response, client, handshake))
              .orElseGet(() -> refused(502, Messages.INTERNAL_SERVER_ERROR, client));
      case InvocationResult.Failed failed -> refused(502, Messages.INTERNAL_SERVER_ERROR, client);
      case InvocationResult.TimedOut() -> refused(502, Messages.INTERNAL_SERVER_ERROR, client);
      case InvocationResult.Throttled() -> refused(500, Messages.INTERNAL_SERVER_ERROR, client);
    };
  }

  private Outcome connected(IntegrationResponse response, Client client, Handshake handshake) {
    if (response.status() < 200) {
      return refused(502, Messages.INTERNAL_SERVER_ERROR, client);
    }
    if (!response.isSuccess()) {
      return new Outcome.Refused(Answer.empty(response.status()));
    }
    Optional<String> subprotocol =
        response.header(PROTOCOL).filter(handshake.tokens(PROTOCOL)::contains);
    return new Outcome.Accepted(client, subprotocol);
  }

  private Outcome refused(int status, String message, Client client) {
    String body = Messages.error(message, client.id(), ids.next());
    return new Outcome.Refused(Answer.json(status, body.getBytes(StandardCharsets.UTF_8)));
  }

  private static boolean isUpgrade(Request request, Handshake handshake) {
    return HttpMethod.GET.is(request.getMethod())
        && handshake.tokens("Upgrade").stream().anyMatch("websocket"::equalsIgnoreCase);
  }

  private static boolean isValid(Handshake handshake) {
    return handshake.tokens("Connection").stream().anyMatch("upgrade"::equalsIgnoreCase)
        && handshake.header("Sec-WebSocket-Version").filter("13"::equals).isPresent()
        && handshake.header("Sec-WebSocket-Key").filter(Admission::isKey).isPresent();
  }

  private static boolean isKey(String text) {
    try {
      return Base64.getDecoder().decode(text.strip()).length == 16;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
