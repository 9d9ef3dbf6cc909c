package dev.offhook.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offhook.local.gateway.TestGateway.Opened;
import dev.offhook.local.lambda.InvocationResult;
import dev.offhook.local.lambda.Sender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to a message: its route, its function, and what the sender hears of it. */
class MessagesTest {
  private static final String ID = "[A-Za-z0-9_-]{15}=";

  @Test
  void withNeitherARouteNorADefaultTheSenderGetsForbiddenInThisSpacing() {
    WebSocketApi api = TestGateway.webSocketApi();
    WebSocketApi bare =
        new WebSocketApi(
            api.apiId(),
            api.stage(),
            api.routeSelection(),
            Map.of("$connect", new WebSocketApi.Route("Connect", false, Throttle.NONE)),
            api.authorization(),
            Throttle.NONE);
    try (TestGateway gateway = new TestGateway(TestGateway.serving(bare))) {
      Opened opened = gateway.opened();

      opened.socket().send("{\"action\":\"nowhere\"}");

      assertThat(opened.socket().text())
          .matches(
              "\\{\"message\": \"Forbidden\", \"connectionId\":\""
                  + opened.id()
                  + "\", \"requestId\":\""
                  + ID
                  + "\"}");
    }
  }

  @Test
  void aFunctionThatThrowsIsAnInternalServerErrorAndTheSocketStaysOpen() {
    assertInternalServerError(new InvocationResult.Failed("java.lang.Error", "secret"));
  }

  @Test
  void aFunctionThatTimesOutIsAnInternalServerErrorAndTheSocketStaysOpen() {
    assertInternalServerError(new InvocationResult.TimedOut());
  }

  @Test
  void aThrottledFunctionIsAnInternalServerErrorAndTheSocketStaysOpen() {
    assertInternalServerError(new InvocationResult.Throttled());
  }

  @Test
  void framesAreTheirConnectionsOwnAndConnectingIsTheAddressesOwn() {
    try (TestGateway gateway = new TestGateway()) {
      Opened ann = gateway.opened();
      Opened bob = gateway.opened();
      for (Opened opened : List.of(ann, bob, ann)) {
        opened.socket().send("{}");
        gateway.lambda.event("Default");
      }
      assertThat(gateway.lambda.senders("Default"))
          .containsExactly(new Sender(ann.id()), new Sender(bob.id()), new Sender(ann.id()));
      assertThat(gateway.lambda.senders("Connect"))
          .containsExactly(new Sender("127.0.0.1"), new Sender("127.0.0.1"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "no json",
        "{\"statusCode\":\"200\"}",
        "{\"statusCode\":99}",
        "{\"statusCode\":200,\"body\":{}}",
        "{\"statusCode\":200,\"body\":\"*\",\"isBase64Encoded\":true}"
      })
  void aMalformedReturnValueIsAnInternalServerError(String payload) {
    assertInternalServerError(FakeLambda.returned(payload));
  }

  private static void assertInternalServerError(InvocationResult result) {
    try (TestGateway gateway = new TestGateway()) {
      gateway.lambda.on(
          "Default",
          event -> event.path("body").asText().equals("fail") ? result : FakeLambda.status(200));
      gateway.lambda.on("Reply", FakeLambda.body("still here"));
      Opened opened = gateway.opened();

      opened.socket().send("fail");

      String error = opened.socket().text();
      String requestId = gateway.lambda.event("Default").at("/requestContext/requestId").asText();
      assertThat(error)
          .isEqualTo(
              "{\"message\": \"Internal server error\", \"connectionId\":\"%s\", \"requestId\":\"%s\"}"
                  .formatted(opened.id(), requestId));
      opened.socket().send("{\"action\":\"reply\"}");
      assertThat(opened.socket().text()).isEqualTo("still here");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 401, 403, 500, 599})
  void aStatusOf3xxTo5xxSendsNothingAndClosesNothing(int status) {
    try (TestGateway gateway = new TestGateway()) {
      gateway.lambda.on(
          "Reply",
          event ->
              event.path("body").asText().contains("second")
                  ? FakeLambda.body("second")
                  : FakeLambda.returned(
                      "{\"statusCode\":%d,\"body\":\"never\"}".formatted(status)));
      Opened opened = gateway.opened();

      opened.socket().send("{\"action\":\"reply\"}");
      JsonNode _ = gateway.lambda.event("Reply");
      opened.socket().send("{\"action\":\"reply\",\"n\":\"second\"}");

      assertThat(opened.socket().text()).isEqualTo("second");
    }
  }

  @Test
  void theReturnedBodyGoesToTheSenderWhereTheRouteHasARouteResponse() {
    try (TestGateway gateway = new TestGateway()) {
      gateway.lambda.on(
          "Reply", event -> FakeLambda.body("you said " + event.path("body").asText().length()));
      TestSocket socket = gateway.open();

      socket.send("{\"action\":\"reply\"}");

      assertThat(socket.text()).isEqualTo("you said 18");
    }
  }

  @Test
  void aBodyInBase64IsDecodedBeforeItIsSent() {
    try (TestGateway gateway = new TestGateway()) {
      gateway.lambda.on(
          "Reply",
          FakeLambda.returned("{\"statusCode\":200,\"body\":\"aGk=\",\"isBase64Encoded\":true}"));
      TestSocket socket = gateway.open();

      socket.send("{\"action\":\"reply\"}");

      assertThat(socket.text()).isEqualTo("hi");
    }
  }

  @Test
  void withoutARouteResponseTheReturnedBodyIsDropped() {
    try (TestGateway gateway = new TestGateway()) {
      gateway.lambda.on("Default", FakeLambda.body("never"));
      gateway.lambda.on("Reply", FakeLambda.body("reply"));
      TestSocket socket = gateway.open();

      socket.send("to the default route");
      JsonNode _ = gateway.lambda.event("Default");
      socket.send("{\"action\":\"reply\"}");

      assertThat(socket.text()).isEqualTo("reply");
    }
  }

  @Test
  void twoFramesOfOneConnectionRunAtTheSameTimeAndAnswerInAnyOrder() {
    CountDownLatch secondIsDone = new CountDownLatch(1);
    try (TestGateway gateway = new TestGateway()) {
      gateway.lambda.on(
          "Reply",
          event -> {
            if (event.path("body").asText().contains("first")) {
              await(secondIsDone);
              return FakeLambda.body("first");
            }
            return FakeLambda.body("second");
          });
      TestSocket socket = gateway.open();

      socket.send("{\"action\":\"reply\",\"n\":\"first\"}");
      socket.send("{\"action\":\"reply\",\"n\":\"second\"}");

      assertThat(socket.text()).isEqualTo("second");
      secondIsDone.countDown();
      assertThat(socket.text()).isEqualTo("first");
    }
  }

  @Test
  void anIntegrationThatTakesTooLongIsGivenUpOn() {
    CountDownLatch done = new CountDownLatch(1);
    try (TestGateway gateway =
        new TestGateway(
            config ->
                config.withLimits(
                    GatewayLimits.AWS.withIntegrationTimeout(Duration.ofMillis(700))))) {
      gateway.lambda.on(
          "Default",
          event -> {
            await(done);
            return FakeLambda.status(200);
          });
      TestSocket socket = gateway.open();

      socket.send("slow");

      assertThat(socket.text()).startsWith("{\"message\": \"Endpoint request timed out\", ");
      done.countDown();
    }
  }

  @Test
  void aRouteOverItsThrottleAnswersTooManyRequestsAndTheSocketStaysOpen() {
    WebSocketApi api = TestGateway.webSocketApi();
    WebSocketApi throttled =
        new WebSocketApi(
            api.apiId(),
            api.stage(),
            api.routeSelection(),
            Map.of(
                "$default", new WebSocketApi.Route("Default", false, new Throttle(0, 1)),
                "reply", new WebSocketApi.Route("Reply", true, Throttle.NONE)),
            api.authorization(),
            Throttle.NONE);
    try (TestGateway gateway = new TestGateway(TestGateway.serving(throttled))) {
      gateway.lambda.on("Reply", FakeLambda.body("reply"));
      TestSocket socket = gateway.open();

      socket.send("one");
      JsonNode _ = gateway.lambda.event("Default");
      socket.send("two");

      assertThat(socket.text()).startsWith("{\"message\": \"Too Many Requests\", ");
      socket.send("{\"action\":\"reply\"}");
      assertThat(socket.text()).isEqualTo("reply");
      assertThat(gateway.lambda.invoked()).containsExactly("Default", "Reply");
    }
  }

  @ParameterizedTest
  @CsvSource({"32768,1", "32768,4", "1,1000"})
  void aMessageAtTheLimitArrivesWhole(int frameBytes, int frames) {
    try (TestGateway gateway = new TestGateway()) {
      TestSocket socket = gateway.open();

      sendInFrames(socket, frameBytes, frames);

      assertThat(gateway.lambda.event("Default").path("body").asText())
          .hasSize(frameBytes * frames);
    }
  }

  @Test
  void aPingBetweenTheFramesOfAMessageIsAnsweredAndDisturbsNothing() {
    try (TestGateway gateway = new TestGateway()) {
      TestSocket socket = gateway.open();

      socket.send(TestSocket.TEXT, false, new byte[] {'a'});
      socket.send(TestSocket.PING, true, new byte[] {'?'});
      socket.send(TestSocket.CONTINUATION, true, new byte[] {'b'});

      TestSocket.ServerFrame pong = socket.frame();
      assertThat(pong.opcode()).isEqualTo(TestSocket.PONG);
      assertThat(pong.text()).isEqualTo("?");
      assertThat(gateway.lambda.event("Default").path("body").asText()).isEqualTo("ab");
    }
  }

  @Test
  void aWireMayDelayAndLoseFramesBothWays() {
    Wire lossy =
        new Wire() {
          @Override
          public void toFunction(String connectionId, String text, Runnable delivery) {
            delivery.run();
          }

          @Override
          public void toClient(
              String connectionId, Origin origin, byte[] utf8, Runnable delivery) {}
        };
    try (TestGateway gateway = new TestGateway(config -> config.withWire(lossy))) {
      Opened opened = gateway.opened();

      assertThat(gateway.post(opened.id(), "lost").statusCode()).isEqualTo(200);

      opened.socket().send(TestSocket.PING, true, new byte[0]);
      assertThat(opened.socket().frame().opcode()).isEqualTo(TestSocket.PONG);
    }
  }

  private static void sendInFrames(TestSocket socket, int frameBytes, int frames) {
    byte[] payload = "x".repeat(frameBytes).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    for (int i = 0; i < frames; i++) {
      socket.send(i == 0 ? TestSocket.TEXT : TestSocket.CONTINUATION, i == frames - 1, payload);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
