package dev.offhook.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.offhook.local.gateway.TestSocket.Closed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void aPortInUseOnEitherAddressIsNamed(String address) throws IOException {
    InetAddress taken = InetAddress.ofLiteral(address);
    assumeTrue(NetworkInterface.getByInetAddress(taken) != null);
    try (ServerSocket other = new ServerSocket(0, 1, taken)) {
      assertThatThrownBy(() -> Gateway.bind(other.getLocalPort()))
          .isInstanceOf(PortInUseException.class)
          .hasMessage("port " + other.getLocalPort() + " is already in use");
    }
  }

  @Test
  void aHostThatIsNotThisMachineIsNamed() {
    assertThatThrownBy(() -> Gateway.bind("192.0.2.1", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("192.0.2.1 is not an address of this machine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void localhostIsServedOnIpv4AndIpv6(String address) throws IOException {
    InetAddress local = InetAddress.ofLiteral(address);
    assumeTrue(NetworkInterface.getByInetAddress(local) != null);
    try (TestGateway gateway = new TestGateway();
        Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(local, gateway.port()));
      assertThat(socket.isConnected()).isTrue();
    }
  }

  @Test
  void thePortIsKnownBeforeTheFunctionsAreAndClientsWaitUntilItServes() throws Exception {
    FakeLambda lambda = new FakeLambda();
    try (Gateway gateway = Gateway.bind(0)) {
      CountDownLatch connecting = new CountDownLatch(1);
      AtomicBoolean served = new AtomicBoolean();
      Thread client =
          Thread.startVirtualThread(
              () -> {
                connecting.countDown();
                TestSocket.open(gateway.port(), "/live").close();
                served.set(true);
              });
      connecting.await();

      gateway.serve(GatewayConfig.of(TestGateway.webSocketApi(), TestGateway.httpApi(), lambda));

      client.join();
      assertThat(served).isTrue();
    }
  }

  @Test
  void aGatewayServesOnce() {
    try (TestGateway gateway = new TestGateway()) {
      assertThatThrownBy(
              () ->
                  gateway.gateway.serve(
                      GatewayConfig.of(
                          TestGateway.webSocketApi(), TestGateway.httpApi(), gateway.lambda)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void closingSaysGoodbyeGivesThePortBackAndLeavesNoThread() {
    int port;
    List<TestSocket> sockets = new ArrayList<>();
    try (TestGateway gateway = new TestGateway()) {
      port = gateway.port();
      for (int i = 0; i < 20; i++) {
        sockets.add(gateway.open());
      }
      TestGateway.until(() -> gateway.gateway.openConnections() == 20);
    }

    for (TestSocket socket : sockets) {
      assertThat(socket.closed()).isEqualTo(new Closed(1001, "Going away"));
    }
    Gateway.bind(port).close();
    TestGateway.until(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("gateway")));
  }

  @Test
  void closingInterruptsWhatFunctionsStillDo() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    try (TestGateway gateway = new TestGateway()) {
      gateway.lambda.on(
          "Default",
          event -> {
            running.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              interrupted.countDown();
            }
            return FakeLambda.status(200);
          });
      gateway.open().send("forever");
      running.await();
    }
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aGatewayThatNeverServedCloses() {
    Gateway gateway = Gateway.bind(0);
    int port = gateway.port();

    gateway.close();
    gateway.close();

    Gateway.bind(port).close();
  }

  @Test
  void extensionsAreAskedBeforeTheHttpApiAndAfterTheWebSocketApi() {
    Handler extension =
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            if (!request.getHttpURI().getPath().equals("/offhook.json")) {
              return false;
            }
            Answer.json(200, new byte[] {'{', '}'}).writeTo(response, callback);
            return true;
          }
        };
    try (TestGateway gateway =
        new TestGateway(config -> config.withExtensions(List.of(extension)))) {
      assertThat(TestGateway.send(gateway.request("/offhook.json")).body()).isEqualTo("{}");
      assertThat(TestGateway.send(gateway.request("/things/1")).statusCode()).isEqualTo(200);
      assertThat(extension.isStarted()).isTrue();
      gateway.gateway.close();
      assertThat(extension.isStopped()).isTrue();
    }
  }

  @Test
  void anExtensionThatThrowsIsA500WithoutAStackTrace() {
    Handler extension =
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            throw new IllegalStateException("secret");
          }
        };
    try (TestGateway gateway =
        new TestGateway(config -> config.withExtensions(List.of(extension)))) {
      HttpResponse<String> response = TestGateway.send(gateway.request("/any"));

      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(response.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OPTIONS * HTTP/1.1",
        "CONNECT example.com:80 HTTP/1.1",
        "GET /..%2f.. HTTP/1.1",
        "GET /%00 HTTP/1.1",
        "GET //live HTTP/1.1",
        "GET live HTTP/1.1",
        "G\u00e4T / HTTP/1.1",
        "nonsense"
      })
  void anOddRequestIsRefusedInJson(String requestLine) {
    try (TestGateway gateway = new TestGateway()) {
      TestSocket.HandshakeAnswer answer =
          TestSocket.raw(gateway.port(), requestLine + "\r\nHost: localhost\r\n\r\n").answer;

      assertThat(answer.status()).isBetween(400, 404);
      assertThat(answer.body()).startsWith("{\"message\":\"").doesNotContain("Exception");
      assertThat(gateway.lambda.invoked()).isEmpty();
    }
  }

  @Test
  void anAddressIsToldWithoutZoneAndShort() {
    assertThat(SourceIp.shorten("127.0.0.1")).isEqualTo("127.0.0.1");
    assertThat(SourceIp.shorten("0:0:0:0:0:0:0:1")).isEqualTo("::1");
    assertThat(SourceIp.shorten("fe80:0:0:0:1:2:3:4%eth0")).isEqualTo("fe80::1:2:3:4");
    assertThat(SourceIp.shorten("2001:db8:1:2:3:4:5:0")).isEqualTo("2001:db8:1:2:3:4:5:0");
  }

  @Test
  void aClientThatFloodsPingsAndReadsNothingCostsNoMoreThanItsBuffer() {
    GatewayLimits limits = GatewayLimits.AWS.withPendingBytes(64 * 1024);
    try (TestGateway gateway = new TestGateway(config -> config.withLimits(limits))) {
      TestSocket socket = gateway.open();
      byte[] payload = new byte[125];

      for (int i = 0; i < 100_000; i++) {
        socket.send(TestSocket.PING, true, payload);
      }
      socket.send("still served");

      assertThat(gateway.lambda.event("Default").path("body").asText()).isEqualTo("still served");
    }
  }

  @Test
  void manyConnectionsAtOnceAllOpenAndAllAreTold() {
    try (TestGateway gateway = new TestGateway()) {
      List<TestSocket> sockets = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        sockets.add(gateway.open());
      }
      TestGateway.until(() -> gateway.gateway.openConnections() == 300);

      for (TestSocket socket : sockets) {
        socket.close();
      }

      TestGateway.until(() -> gateway.gateway.openConnections() == 0);
      for (int i = 0; i < 300; i++) {
        assertThat(gateway.lambda.event("Disconnect").isObject()).isTrue();
      }
    }
  }
}
