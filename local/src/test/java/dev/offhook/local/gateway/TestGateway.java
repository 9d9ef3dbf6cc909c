package dev.offhook.local.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * A gateway on a free port with functions that tests script: {@code Connect}, {@code Disconnect},
 * {@code Default} (which has no route response), {@code Reply} (which has one) and {@code Http}.
 */
final class TestGateway implements AutoCloseable {
  static final String SIGNATURE =
      "AWS4-HMAC-SHA256 Credential=ID/20260101/us-east-1/execute-api/aws4_request,"
          + " SignedHeaders=host, Signature=00";

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  final FakeLambda lambda = new FakeLambda();
  final Gateway gateway;

  TestGateway() {
    this(UnaryOperator.identity());
  }

  TestGateway(UnaryOperator<GatewayConfig> change) {
    gateway = Gateway.bind(0);
    gateway.serve(change.apply(GatewayConfig.of(webSocketApi(), httpApi(), lambda)));
  }

  static WebSocketApi webSocketApi() {
    return new WebSocketApi(
        "abcdef1234",
        "live",
        RouteSelection.parse("$request.body.action"),
        Map.of(
            "$connect", new WebSocketApi.Route("Connect", false, Throttle.NONE),
            "$disconnect", new WebSocketApi.Route("Disconnect", false, Throttle.NONE),
            "$default", new WebSocketApi.Route("Default", false, Throttle.NONE),
            "reply", new WebSocketApi.Route("Reply", true, Throttle.NONE)),
        new Authorization.None(),
        Throttle.NONE);
  }

  static WebSocketApi authorized() {
    WebSocketApi api = webSocketApi();
    return new WebSocketApi(
        api.apiId(),
        api.stage(),
        api.routeSelection(),
        api.routes(),
        new Authorization.Custom("Authorizer", List.of("route.request.querystring.token")),
        Throttle.NONE);
  }

  static HttpApi httpApi() {
    return new HttpApi(
        "fedcba4321",
        Map.of("POST /things", "Http", "GET /things/{id}", "Http"),
        HttpApi.Cors.OFF,
        Throttle.NONE);
  }

  /** Replaces the WebSocket API. */
  static UnaryOperator<GatewayConfig> serving(WebSocketApi api) {
    return config ->
        new GatewayConfig(
            api,
            config.httpApi(),
            config.lambda(),
            config.limits(),
            config.account(),
            config.wire(),
            config.managementGate(),
            config.clock(),
            config.extensions());
  }

  /** Replaces the HTTP API. */
  static UnaryOperator<GatewayConfig> serving(HttpApi api) {
    return config ->
        new GatewayConfig(
            config.webSocketApi(),
            api,
            config.lambda(),
            config.limits(),
            config.account(),
            config.wire(),
            config.managementGate(),
            config.clock(),
            config.extensions());
  }

  int port() {
    return gateway.port();
  }

  TestSocket open() {
    return TestSocket.open(port(), "/live");
  }

  /** Opens a connection that can be posted to, and tells its id. */
  Opened opened() {
    int before = gateway.openConnections();
    TestSocket socket = open();
    // The client may have the answer to its handshake before the gateway has the connection.
    while (gateway.openConnections() <= before) {
      Thread.onSpinWait();
    }
    return new Opened(socket, lambda.event("Connect").at("/requestContext/connectionId").asText());
  }

  /** A connection and its id. */
  record Opened(TestSocket socket, String id) {}

  HttpResponse<String> post(String connectionId, String data) {
    return manage("POST", connectionId, data);
  }

  /** Calls the management API, signed. */
  HttpResponse<String> manage(String method, String connectionId, String data) {
    return send(
        request("/live/@connections/" + connectionId.replace("=", "%3D"))
            .header("Authorization", SIGNATURE)
            .method(method, BodyPublishers.ofString(data)));
  }

  HttpRequest.Builder request(String pathAndQuery) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + pathAndQuery))
        .timeout(Duration.ofSeconds(20));
  }

  static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Waits until something is so. */
  static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it did not become so in time");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    gateway.close();
  }
}
