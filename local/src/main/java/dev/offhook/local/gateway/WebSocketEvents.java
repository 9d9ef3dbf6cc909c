package dev.offhook.local.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.json.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the events that functions of a WebSocket API get.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-integrations.html">Integrations
 *     for WebSocket APIs</a>
 */
final class WebSocketEvents {
  static final DateTimeFormatter REQUEST_TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final WebSocketApi api;
  private final Account account;
  private final InstantSource clock;
  private final Ids ids;

  WebSocketEvents(WebSocketApi api, Account account, InstantSource clock, Ids ids) {
    this.api = api;
    this.account = account;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * One event and the id that it goes by.
   *
   * @param json the event in UTF-8
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed to one function, compared nowhere.
  record Event(String requestId, byte[] json) {}

  /** The method that an authorizer's policy has to allow. */
  String methodArn() {
    return "arn:aws:execute-api:%s:%s:%s/%s/%s"
        .formatted(account.region(), account.id(), api.apiId(), api.stage(), WebSocketApi.CONNECT);
  }

  Event authorize(Client client, Handshake handshake) {
    String requestId = ids.next();
    Map<String, List<String>> headers = forwarded(client, handshake);
    headers.put("Connection", List.of("upgrade"));
    headers.put("content-length", List.of("0"));
    headers.put("Upgrade", List.of("websocket"));
    ObjectNode event = Json.object().put("type", "REQUEST").put("methodArn", methodArn());
    putBoth(event, "headers", "multiValueHeaders", headers);
    putBoth(
        event,
        "queryStringParameters",
        "multiValueQueryStringParameters",
        handshake.query().parameters());
    event.putObject("stageVariables");
    event.set("requestContext", context(client, WebSocketApi.CONNECT, "CONNECT", requestId));
    return new Event(requestId, Json.bytes(event));
  }

  Event connect(Client client, Handshake handshake) {
    String requestId = ids.next();
    ObjectNode event = Json.object();
    putBoth(event, "headers", "multiValueHeaders", forwarded(client, handshake));
    if (!handshake.query().isEmpty()) {
      putBoth(
          event,
          "queryStringParameters",
          "multiValueQueryStringParameters",
          handshake.query().parameters());
    }
    event.set("requestContext", context(client, WebSocketApi.CONNECT, "CONNECT", requestId));
    event.put("isBase64Encoded", false);
    return new Event(requestId, Json.bytes(event));
  }

  Event message(Client client, String routeKey, String body) {
    String requestId = ids.next();
    ObjectNode event = Json.object();
    event.set(
        "requestContext",
        context(client, routeKey, "MESSAGE", requestId).put("messageId", ids.next()));
    event.put("body", body).put("isBase64Encoded", false);
    return new Event(requestId, Json.bytes(event));
  }

  Event disconnect(Client client, int statusCode, String reason) {
    String requestId = ids.next();
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Host", List.of(client.domainName()));
    headers.put("x-api-key", List.of(""));
    headers.put("X-Forwarded-For", List.of(""));
    headers.put("x-restapi", List.of(""));
    ObjectNode event = Json.object();
    putBoth(event, "headers", "multiValueHeaders", headers);
    event.set(
        "requestContext",
        context(client, WebSocketApi.DISCONNECT, "DISCONNECT", requestId)
            .put("disconnectStatusCode", statusCode)
            .put("disconnectReason", reason));
    event.put("isBase64Encoded", false);
    return new Event(requestId, Json.bytes(event));
  }

  private ObjectNode context(Client client, String routeKey, String eventType, String requestId) {
    Instant now = clock.instant();
    ObjectNode context = Json.object().put("routeKey", routeKey);
    if (!client.authorizer().isEmpty()) {
      context.set("authorizer", client.authorizer());
    }
    context
        .put("eventType", eventType)
        .put("extendedRequestId", requestId)
        .put("requestTime", REQUEST_TIME.format(now))
        .put("messageDirection", "IN")
        .put("stage", api.stage())
        .put("connectedAt", client.connectedAt().toEpochMilli())
        .put("requestTimeEpoch", now.toEpochMilli());
    ObjectNode identity = context.putObject("identity").put("sourceIp", client.sourceIp());
    if (!client.userAgent().isEmpty()) {
      identity.put("userAgent", client.userAgent());
    }
    return context
        .put("requestId", requestId)
        .put("domainName", client.domainName())
        .put("connectionId", client.id().value())
        .put("apiId", api.apiId());
  }

  /**
   * The client's headers without those of its hop, and what the gateway says of where it came from.
   */
  private Map<String, List<String>> forwarded(Client client, Handshake handshake) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(handshake.headers());
    headers.remove("Connection");
    headers.remove("Upgrade");
    headers.put("X-Amzn-Trace-Id", List.of(ids.trace(client.connectedAt().getEpochSecond())));
    String via = handshake.header("X-Forwarded-For").map(before -> before + ", ").orElse("");
    headers.put("X-Forwarded-For", List.of(via + client.sourceIp()));
    headers.put("X-Forwarded-Port", List.of(port(client.domainName())));
    headers.put("X-Forwarded-Proto", List.of("http"));
    return headers;
  }

  private static String port(String domainName) {
    int colon = domainName.lastIndexOf(':');
    return colon > domainName.lastIndexOf(']') ? domainName.substring(colon + 1) : "80";
  }

  private static void putBoth(
      ObjectNode event, String single, String multiple, Map<String, List<String>> values) {
    ObjectNode last = event.putObject(single);
    ObjectNode all = event.putObject(multiple);
    values.forEach(
        (name, each) -> {
          last.put(name, each.getLast());
          each.forEach(all.withArrayProperty(name)::add);
        });
  }
}
