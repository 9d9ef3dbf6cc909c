package dev.offhook.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offhook.local.json.Json;
import dev.offhook.local.lambda.InvocationResult;
import dev.offhook.local.lambda.Sender;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The HTTP API, at the root: takes every request that comes to it. */
final class HttpApiHandler extends Handler.Abstract {
  private static final Set<String> OF_THE_HOP =
      Set.of("connection", "content-length", "keep-alive", "transfer-encoding", "upgrade");

  private final HttpApi api;
  private final List<HttpRoute> routes;
  private final CorsPolicy cors;
  private final HttpEvents events;
  private final Invoker invoker;
  private final Throttles throttles;
  private final GatewayLimits limits;
  private final Ids ids;

  HttpApiHandler(GatewayConfig config, Ids ids, Invoker invoker, Throttles throttles) {
    this.api = config.httpApi();
    this.routes =
        api.routes().keySet().stream()
            .map(HttpRoute::parse)
            .sorted(Comparator.comparingInt(HttpRoute::specificity).reversed())
            .toList();
    this.cors = new CorsPolicy(api.cors());
    this.events = new HttpEvents(config, ids);
    this.invoker = invoker;
    this.throttles = throttles;
    this.limits = config.limits();
    this.ids = ids;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    String requestId = ids.next();
    Answer answer =
        cors.isPreflight(request)
            ? cors.preflight(request)
            : cors.mark(request, answer(request, requestId));
    answer.with("Apigw-Requestid", requestId).writeTo(response, callback);
    return true;
  }

  private Answer answer(Request request, String requestId) throws IOException {
    String path = request.getHttpURI().getPath();
    for (HttpRoute route : routes) {
      Optional<Map<String, String>> variables = route.match(request.getMethod(), path);
      if (variables.isPresent()) {
        return run(request, route, variables.get(), requestId);
      }
    }
    return Answer.message(404, "Not Found");
  }

  private Answer run(
      Request request, HttpRoute route, Map<String, String> variables, String requestId)
      throws IOException {
    if (!throttles.admitHttpRequest()) {
      return Answer.message(429, "Too Many Requests");
    }
    Optional<byte[]> body = Body.read(request, limits.httpBodyBytes());
    if (body.isEmpty()) {
      return Answer.message(413, "Request Entity Too Large");
    }
    byte[] event = events.event(request, body.get(), route, variables, requestId);
    String function = Objects.requireNonNull(api.routes().get(route.key()));
    return invoker
        .invoke(function, new Sender(SourceIp.of(request)), event, limits.httpTimeout())
        .map(HttpApiHandler::read)
        .orElseGet(HttpApiHandler::unavailable);
  }

  private static Answer read(InvocationResult result) {
    return switch (result) {
      case InvocationResult.Returned(byte[] payload) ->
          Json.read(payload).flatMap(json -> read(json, payload)).orElseGet(HttpApiHandler::failed);
      case InvocationResult.Failed failed -> failed();
      case InvocationResult.TimedOut() -> failed();
      case InvocationResult.Throttled() -> unavailable();
    };
  }

  private static Optional<Answer> read(JsonNode json, byte[] payload) {
    if (!json.has("statusCode")) {
      return Optional.of(Answer.json(200, payload));
    }
    return IntegrationResponse.parse(json)
        .filter(response -> response.status() >= 200)
        .flatMap(HttpApiHandler::read);
  }

  private static Optional<Answer> read(IntegrationResponse response) {
    HttpFields.Mutable headers = HttpFields.build();
    response
        .json()
        .path("headers")
        .propertyStream()
        .filter(header -> !OF_THE_HOP.contains(header.getKey().toLowerCase(Locale.ROOT)))
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    response.json().path("cookies").forEach(cookie -> headers.add("Set-Cookie", cookie.asText()));
    if (response.body().length > 0 && !headers.contains("Content-Type")) {
      headers.put("Content-Type", "text/plain; charset=utf-8");
    }
    boolean clean =
        headers.stream().allMatch(field -> isToken(field.getName()) && isClean(field.getValue()));
    return clean
        ? Optional.of(new Answer(response.status(), headers.asImmutable(), response.body()))
        : Optional.empty();
  }

  private static boolean isToken(String name) {
    return name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  }

  private static boolean isClean(String value) {
    return value.chars().noneMatch(c -> (c < ' ' && c != '\t') || c == 0x7f);
  }

  private static Answer failed() {
    return Answer.message(500, "Internal Server Error");
  }

  private static Answer unavailable() {
    return Answer.message(503, "Service Unavailable");
  }
}
