package dev.offhook.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offhook.local.lambda.InvocationResult;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The handshake: its status is that of what it waits for. */
class ConnectTest {
  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 403, 429, 500, 501})
  void theStatusOfTheIntegrationIsTheStatusOfTheHandshake(int status) {
    try (TestGateway gateway = new TestGateway()) {
      gateway.lambda.on("Connect", FakeLambda.status(status));

      assertThat(status(gateway, "/live")).isEqualTo(status);
      assertThat(gateway.gateway.openConnections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 204})
  void every2xxOpensTheConnection(int status) {
    try (TestGateway gateway = new TestGateway()) {
      gateway.lambda.on("Connect", FakeLambda.status(status));

      assertThat(status(gateway, "/live")).isEqualTo(101);
    }
  }

  @Test
  void anExceptionOrAMalformedAnswerOrATimeoutIsA502() {
    try (TestGateway gateway = new TestGateway()) {
      gateway.lambda.on("Connect", new InvocationResult.Failed("java.lang.Error", "secret"));
      TestSocket.HandshakeAnswer answer = TestSocket.handshake(gateway.port(), "/live").answer;
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.body()).startsWith("{\"message\": \"Internal server error\", ");

      gateway.lambda.on("Connect", FakeLambda.returned("{}"));
      assertThat(status(gateway, "/live")).isEqualTo(502);

      gateway.lambda.on("Connect", new InvocationResult.TimedOut());
      assertThat(status(gateway, "/live")).isEqualTo(502);

      gateway.lambda.on(
          "Connect",
          event -> {
            throw new IllegalStateException("a bug of the runtime");
          });
      assertThat(status(gateway, "/live")).isEqualTo(502);
    }
  }

  @Test
  void aThrottledFunctionIsA500() {
    try (TestGateway gateway = new TestGateway()) {
      gateway.lambda.on("Connect", new InvocationResult.Throttled());

      assertThat(status(gateway, "/live")).isEqualTo(500);
    }
  }

  @Test
  void anIntegrationOverItsTimeIsA504() {
    CountDownLatch done = new CountDownLatch(1);
    GatewayLimits limits = GatewayLimits.AWS.withIntegrationTimeout(Duration.ofMillis(50));
    try (TestGateway gateway = new TestGateway(config -> config.withLimits(limits))) {
      gateway.lambda.on(
          "Connect",
          event -> {
            try {
              done.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return FakeLambda.status(200);
          });

      assertThat(status(gateway, "/live")).isEqualTo(504);
      done.countDown();
    }
  }

  @Test
  void postingToAConnectionWhoseConnectHasNotReturnedIs410AndAfterwards200() {
    try (TestGateway gateway = new TestGateway()) {
      CompletableFuture<HttpResponse<String>> inside = new CompletableFuture<>();
      CompletableFuture<String> id = new CompletableFuture<>();
      gateway.lambda.on(
          "Connect",
          event -> {
            id.complete(event.at("/requestContext/connectionId").asText());
            inside.complete(gateway.post(id.join(), "too early"));
            return FakeLambda.status(200);
          });

      TestSocket socket = gateway.open();

      assertThat(inside.join().statusCode()).isEqualTo(410);
      assertThat(inside.join().headers().firstValue("x-amzn-ErrorType")).hasValue("GoneException");
      assertThat(gateway.post(id.join(), "now").statusCode()).isEqualTo(200);
      assertThat(socket.text()).isEqualTo("now");
    }
  }

  @Test
  void theSubprotocolIsTheOneThatTheIntegrationReturns() {
    try (TestGateway gateway = new TestGateway()) {
      gateway.lambda.on(
          "Connect",
          FakeLambda.returned(
              "{\"statusCode\":200,\"headers\":{\"sec-websocket-protocol\":\"two\"}}"));

      TestSocket socket =
          TestSocket.open(gateway.port(), "/live", "Sec-WebSocket-Protocol: one, two");

      assertThat(socket.answer.headers()).containsEntry("sec-websocket-protocol", "two");
    }
  }

  @Test
  void withoutAReturnedSubprotocolNoneIsSpoken() {
    try (TestGateway gateway = new TestGateway()) {
      TestSocket socket = TestSocket.open(gateway.port(), "/live", "Sec-WebSocket-Protocol: one");

      assertThat(socket.answer.headers()).doesNotContainKey("sec-websocket-protocol");
    }
  }

  @Test
  void nothingIsCompressed() {
    try (TestGateway gateway = new TestGateway()) {
      TestSocket socket =
          TestSocket.open(gateway.port(), "/live", "Sec-WebSocket-Extensions: permessage-deflate");

      assertThat(socket.answer.headers()).doesNotContainKey("sec-websocket-extensions");
    }
  }

  @Test
  void aUrlOf4096CharactersIsTakenAndOneMoreIsNot() {
    try (TestGateway gateway = new TestGateway()) {
      String start = "/live?q=";
      int rest = 4096 - ("wss://localhost:" + gateway.port() + start).length();

      assertThat(status(gateway, start + "x".repeat(rest))).isEqualTo(101);
      assertThat(status(gateway, start + "x".repeat(rest + 1))).isEqualTo(414);
    }
  }

  @Test
  void aConnectionOverTheAccountsRateIsA429WithoutRunningCode() {
    GatewayLimits limits = GatewayLimits.AWS.withConnects(new Throttle(0, 2));
    try (TestGateway gateway = new TestGateway(config -> config.withLimits(limits))) {
      assertThat(status(gateway, "/live")).isEqualTo(101);
      assertThat(status(gateway, "/live")).isEqualTo(101);
      assertThat(status(gateway, "/live")).isEqualTo(429);
      assertThat(gateway.lambda.invoked().stream().filter("Connect"::equals)).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: localhost\r\nConnection: close",
        "Host: localhost\r\nConnection: Upgrade\r\nUpgrade: other"
      })
  void aRequestThatIsNoUpgradeIsForbidden(String headers) {
    try (TestGateway gateway = new TestGateway()) {
      TestSocket.HandshakeAnswer answer =
          TestSocket.raw(gateway.port(), "GET /live HTTP/1.1\r\n" + headers + "\r\n\r\n").answer;

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).startsWith("{\"message\": \"Forbidden\", \"connectionId\":\"");
      assertThat(gateway.lambda.invoked()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 8",
        "Sec-WebSocket-Key: short\r\nSec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: ***\r\nSec-WebSocket-Version: 13"
      })
  void aBrokenUpgradeIsA400WithoutRunningCode(String headers) {
    try (TestGateway gateway = new TestGateway()) {
      String request =
          "GET /live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
              + headers
              + "\r\n\r\n";

      assertThat(TestSocket.raw(gateway.port(), request).answer.status()).isEqualTo(400);
      assertThat(gateway.lambda.invoked()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/live?",
        "/live/?a=b",
        "/live?a=%zz",
        "/live?a=|{}\"^`",
        "/live?%",
        "/live?a=\u00e4"
      })
  void anOddQueryOpensAConnectionAllTheSame(String pathAndQuery) {
    try (TestGateway gateway = new TestGateway()) {
      assertThat(status(gateway, pathAndQuery)).isEqualTo(101);
    }
  }

  @Test
  void whatDoesNotParseIsABadRequestInJson() {
    try (TestGateway gateway = new TestGateway()) {
      TestSocket.HandshakeAnswer answer =
          TestSocket.raw(gateway.port(), "GET / HTTP/9.9\r\n\r\n").answer;

      assertThat(answer.status()).isBetween(400, 505);
      assertThat(answer.headers()).containsEntry("content-type", "application/json");
      assertThat(answer.body()).startsWith("{\"message\":\"").doesNotContain("Exception");
    }
  }

  @Test
  void headersOverTheLimitAreA431InJson() {
    try (TestGateway gateway = new TestGateway()) {
      TestSocket.HandshakeAnswer answer =
          TestSocket.handshake(gateway.port(), "/live", "X-Large: " + "x".repeat(11_000)).answer;

      assertThat(answer.status()).isEqualTo(431);
      assertThat(answer.body()).startsWith("{\"message\":\"");
    }
  }

  @Test
  void withoutAConnectRouteEveryoneConnects() {
    WebSocketApi api = TestGateway.webSocketApi();
    WebSocketApi bare =
        new WebSocketApi(
            api.apiId(),
            api.stage(),
            api.routeSelection(),
            Map.of("$default", new WebSocketApi.Route("Default", false, Throttle.NONE)),
            api.authorization(),
            Throttle.NONE);
    try (TestGateway gateway = new TestGateway(TestGateway.serving(bare))) {
      TestSocket socket = gateway.open();
      socket.send("hello");

      JsonNode event = gateway.lambda.event("Default");
      assertThat(event.path("body").asText()).isEqualTo("hello");
      assertThat(gateway.lambda.invoked()).containsExactly("Default");
    }
  }

  private static int status(TestGateway gateway, String pathAndQuery) {
    try (TestSocket socket = TestSocket.handshake(gateway.port(), pathAndQuery)) {
      return socket.answer.status();
    }
  }
}
