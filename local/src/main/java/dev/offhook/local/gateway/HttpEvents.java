package dev.offhook.local.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Makes events of payload format 2.0.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">Lambda
 *     proxy integrations for HTTP APIs</a>
 */
final class HttpEvents {
  private static final Set<String> OF_THE_HOP =
      Set.of("connection", "keep-alive", "upgrade", "te", "trailer", "transfer-encoding", "expect");

  private static final Set<String> TEXTUAL =
      Set.of("application/json", "application/xml", "application/javascript");

  private final HttpApi api;
  private final Account account;
  private final InstantSource clock;
  private final Ids ids;

  HttpEvents(GatewayConfig config, Ids ids) {
    this.api = config.httpApi();
    this.account = config.account();
    this.clock = config.clock();
    this.ids = ids;
  }

  byte[] event(
      Request request,
      byte[] body,
      HttpRoute route,
      Map<String, String> pathVariables,
      String requestId) {
    String query = request.getHttpURI().getQuery();
    ObjectNode event =
        Json.object()
            .put("version", "2.0")
            .put("routeKey", route.key())
            .put("rawPath", request.getHttpURI().getPath())
            .put("rawQueryString", query == null ? "" : query);
    putCookies(event, request);
    Map<String, String> headers = headers(request, body);
    headers.forEach(event.putObject("headers")::put);
    QueryString parameters = QueryString.parse(query);
    if (!parameters.isEmpty()) {
      ObjectNode joined = event.putObject("queryStringParameters");
      parameters.parameters().forEach((name, values) -> joined.put(name, String.join(",", values)));
    }
    event.set("requestContext", context(request, route, requestId, headers));
    if (!pathVariables.isEmpty()) {
      pathVariables.forEach(event.putObject("pathParameters")::put);
    }
    putBody(event, request, body);
    return Json.bytes(event);
  }

  private ObjectNode context(
      Request request, HttpRoute route, String requestId, Map<String, String> headers) {
    Instant now = clock.instant();
    String domainName = headers.getOrDefault("host", "localhost");
    ObjectNode context =
        Json.object()
            .put("accountId", account.id())
            .put("apiId", api.apiId())
            .put("domainName", domainName)
            .put("domainPrefix", domainName.split("[.:]", 2)[0]);
    context
        .putObject("http")
        .put("method", request.getMethod())
        .put("path", request.getHttpURI().getPath())
        .put("protocol", request.getConnectionMetaData().getHttpVersion().asString())
        .put("sourceIp", SourceIp.of(request))
        .put("userAgent", headers.getOrDefault("user-agent", ""));
    return context
        .put("requestId", requestId)
        .put("routeKey", route.key())
        .put("stage", "$default")
        .put("time", WebSocketEvents.REQUEST_TIME.format(now))
        .put("timeEpoch", now.toEpochMilli());
  }

  private Map<String, String> headers(Request request, byte[] body) {
    Map<String, String> headers = new TreeMap<>();
    for (HttpField field : request.getHeaders()) {
      String name = field.getLowerCaseName();
      if (!OF_THE_HOP.contains(name) && !name.equals("cookie")) {
        headers.merge(name, valueOf(field), (before, next) -> before + "," + next);
      }
    }
    headers.put("content-length", String.valueOf(body.length));
    headers.put("x-amzn-trace-id", ids.trace(clock.instant().getEpochSecond()));
    headers.merge("x-forwarded-for", SourceIp.of(request), (before, next) -> before + ", " + next);
    headers.put("x-forwarded-port", String.valueOf(Request.getServerPort(request)));
    headers.put("x-forwarded-proto", "http");
    return headers;
  }

  private static void putCookies(ObjectNode event, Request request) {
    List<String> cookies = new ArrayList<>();
    for (HttpField field : request.getHeaders()) {
      if (field.is(HttpHeader.COOKIE.asString())) {
        for (String cookie : valueOf(field).split(";", -1)) {
          cookies.add(cookie.strip());
        }
      }
    }
    if (!cookies.isEmpty()) {
      cookies.forEach(event.putArray("cookies")::add);
    }
  }

  private static void putBody(ObjectNode event, Request request, byte[] body) {
    Optional<String> text = isTextual(request) ? utf8(body) : Optional.empty();
    if (body.length > 0) {
      event.put("body", text.orElseGet(() -> Base64.getEncoder().encodeToString(body)));
    }
    event.put("isBase64Encoded", body.length > 0 && text.isEmpty());
  }

  /**
   * Whether a body is handed on as text: JSON, XML, JavaScript, all of {@code text/*}, and what
   * says nothing of itself.
   */
  private static boolean isTextual(Request request) {
    String contentType = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (contentType == null) {
      return true;
    }
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.startsWith("text/")
        || TEXTUAL.contains(type)
        || type.endsWith("+json")
        || type.endsWith("+xml");
  }

  private static Optional<String> utf8(byte[] body) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String valueOf(HttpField field) {
    return field.getValue() == null ? "" : field.getValue();
  }
}
