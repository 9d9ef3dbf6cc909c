package dev.offhook.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offhook.local.gateway.TestGateway.Opened;
import dev.offhook.local.gateway.TestSocket.Closed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every way in which a connection ends, what the client sees of it, and what {@code $disconnect} is
 * told.
 */
class ClosingTest {
  @Test
  void aClientThatClosesWithoutACodeIsTold1005() {
    try (TestGateway gateway = new TestGateway()) {
      TestSocket socket = gateway.open();

      socket.sendCloseWithoutCode();

      assertDisconnect(gateway, 1005, "Client-side close frame status not set");
    }
  }

  @Test
  void aTabThatIsClosedIs1001WithNoReason() {
    try (TestGateway gateway = new TestGateway()) {
      TestSocket socket = gateway.open();

      socket.sendClose(1001, "");

      assertDisconnect(gateway, 1001, "");
    }
  }

  @ParameterizedTest
  @CsvSource({"1000,bye", "3000,own", "4999,last"})
  void theClientsCodeAndReasonReachDisconnectAndAreEchoed(int code, String reason) {
    try (TestGateway gateway = new TestGateway()) {
      TestSocket socket = gateway.open();

      socket.sendClose(code, reason);

      assertDisconnect(gateway, code, reason);
      assertThat(socket.closed().code()).isEqualTo(code);
    }
  }

  @Test
  void aConnectionThatIsCutIs1006() {
    try (TestGateway gateway = new TestGateway()) {
      TestSocket socket = gateway.open();

      socket.close();

      assertDisconnect(gateway, 1006, "Connection closed abnormally");
    }
  }

  @Test
  void aFrameAbove32KiBClosesWith1009() {
    try (TestGateway gateway = new TestGateway()) {
      TestSocket socket = gateway.open();

      socket.send("x".repeat(32 * 1024 + 1));

      assertThat(socket.closed().code()).isEqualTo(1009);
      assertDisconnect(gateway, 1009, "Message too big");
      assertThat(gateway.lambda.invoked()).doesNotContain("Default");
    }
  }

  @Test
  void aMessageAbove128KiBClosesWith1009() {
    try (TestGateway gateway = new TestGateway()) {
      TestSocket socket = gateway.open();
      byte[] full = new byte[32 * 1024];
      Arrays.fill(full, (byte) 'x');

      for (int i = 0; i < 4; i++) {
        socket.send(i == 0 ? TestSocket.TEXT : TestSocket.CONTINUATION, false, full);
      }
      socket.send(TestSocket.CONTINUATION, true, new byte[] {'x'});

      assertThat(socket.closed().code()).isEqualTo(1009);
      assertDisconnect(gateway, 1009, "Message too big");
      assertThat(gateway.lambda.invoked()).doesNotContain("Default");
    }
  }

  @Test
  void aBinaryFrameClosesWith1003() {
    try (TestGateway gateway = new TestGateway()) {
      TestSocket socket = gateway.open();

      socket.send(TestSocket.BINARY, true, new byte[] {1});

      assertThat(socket.closed().code()).isEqualTo(1003);
      assertThat(disconnectCode(gateway)).isEqualTo(1003);
    }
  }

  @Test
  void textThatIsNotUtf8ClosesWith1007() {
    try (TestGateway gateway = new TestGateway()) {
      TestSocket socket = gateway.open();

      socket.send(TestSocket.TEXT, true, new byte[] {(byte) 0xff});

      assertThat(socket.closed().code()).isEqualTo(1007);
      assertThat(disconnectCode(gateway)).isEqualTo(1007);
    }
  }

  @Test
  void aFrameThatBreaksTheProtocolClosesWith1002() {
    try (TestGateway gateway = new TestGateway()) {
      TestSocket socket = gateway.open();

      socket.send(TestSocket.CONTINUATION, true, "of nothing".getBytes(StandardCharsets.UTF_8));

      assertThat(socket.closed().code()).isEqualTo(1002);
      assertThat(disconnectCode(gateway)).isEqualTo(1002);
    }
  }

  @Test
  void deleteClosesWith1000AndRunsDisconnect() {
    try (TestGateway gateway = new TestGateway()) {
      Opened opened = gateway.opened();

      assertThat(gateway.manage("DELETE", opened.id(), "").statusCode()).isEqualTo(204);

      assertThat(opened.socket().closed())
          .isEqualTo(new Closed(1000, "Connection Closed Normally"));
      assertDisconnect(gateway, 1000, "Connection Closed Normally");
      assertThat(gateway.post(opened.id(), "gone").statusCode()).isEqualTo(410);
    }
  }

  @Test
  void anIdleConnectionIsClosedWith1001GoingAway() {
    try (TestGateway gateway = gateway(GatewayLimits.AWS.withIdle(Duration.ofMillis(100)))) {
      TestSocket socket = gateway.open();

      assertThat(socket.closed()).isEqualTo(new Closed(1001, "Going away"));
      assertDisconnect(gateway, 1001, "Going away");
    }
  }

  @Test
  void messagesEitherWayKeepAConnectionFromBeingIdle() {
    Duration idle = Duration.ofSeconds(1);
    try (TestGateway gateway = gateway(GatewayLimits.AWS.withIdle(idle))) {
      Opened opened = gateway.opened();
      long start = System.nanoTime();

      for (long rounds = 0; System.nanoTime() - start < 2 * idle.toNanos(); rounds++) {
        if (rounds % 2 == 0) {
          opened.socket().send("from the client");
          JsonNode _ = gateway.lambda.event("Default");
        } else {
          assertThat(gateway.post(opened.id(), "to the client").statusCode()).isEqualTo(200);
          assertThat(opened.socket().text()).isEqualTo("to the client");
        }
      }

      assertThat(gateway.gateway.openConnections()).isOne();
      assertThat(opened.socket().closed().code()).isEqualTo(1001);
    }
  }

  @Test
  void pingsKeepAConnectionOnlyWhereTheyAreSaidTo() {
    GatewayLimits limits = GatewayLimits.AWS.withIdle(Duration.ofMillis(800));
    try (TestGateway gateway = gateway(limits);
        TestGateway kept = gateway(limits.withPingsKeepAlive(true))) {
      TestSocket socket = gateway.open();
      TestSocket keptSocket = kept.open();
      long start = System.nanoTime();

      while (System.nanoTime() - start < 2 * limits.idle().toNanos()) {
        keptSocket.send(TestSocket.PING, true, new byte[0]);
        assertThat(keptSocket.frame().opcode()).isEqualTo(TestSocket.PONG);
        if (gateway.gateway.openConnections() == 1) {
          socket.send(TestSocket.PING, true, new byte[0]);
        }
      }

      assertThat(gateway.gateway.openConnections()).isZero();
      assertThat(kept.gateway.openConnections()).isOne();
    }
  }

  @Test
  void aConnectionAtTheEndOfItsLifetimeIsClosedWith1001HoweverBusy() {
    try (TestGateway gateway = gateway(GatewayLimits.AWS.withLifetime(Duration.ofMillis(100)))) {
      TestSocket socket = gateway.open();

      assertThat(socket.closed()).isEqualTo(new Closed(1001, "Going away"));
      assertDisconnect(gateway, 1001, "Going away");
    }
  }

  @Test
  void aClientThatNeverAnswersACloseFrameIsCut() {
    try (TestGateway gateway = gateway(GatewayLimits.AWS.withCloseWait(Duration.ofMillis(50)))) {
      Opened opened = gateway.opened();

      assertThat(gateway.manage("DELETE", opened.id(), "").statusCode()).isEqualTo(204);

      assertThat(opened.socket().frame().opcode()).isEqualTo(TestSocket.CLOSE);
      assertThat(opened.socket().closed().code()).isEqualTo(1006);
    }
  }

  @Test
  void disconnectRunsExactlyOnceWhenBothSidesClose() {
    try (TestGateway gateway = new TestGateway()) {
      Opened opened = gateway.opened();

      opened.socket().sendClose(1000, "");
      gateway.manage("DELETE", opened.id(), "");
      opened.socket().closed();
      TestSocket next = gateway.open();
      next.sendClose(1000, "");

      JsonNode first = gateway.lambda.event("Disconnect");
      JsonNode second = gateway.lambda.event("Disconnect");
      assertThat(first.at("/requestContext/connectionId"))
          .isNotEqualTo(second.at("/requestContext/connectionId"));
    }
  }

  private static TestGateway gateway(GatewayLimits limits) {
    return new TestGateway(config -> config.withLimits(limits));
  }

  private static void assertDisconnect(TestGateway gateway, int code, String reason) {
    JsonNode context = gateway.lambda.event("Disconnect").path("requestContext");
    assertThat(context.path("disconnectStatusCode").asInt()).isEqualTo(code);
    assertThat(context.path("disconnectReason").textValue()).isEqualTo(reason);
    assertThat(gateway.gateway.openConnections()).isZero();
  }

  private static int disconnectCode(TestGateway gateway) {
    return gateway.lambda.event("Disconnect").at("/requestContext/disconnectStatusCode").asInt();
  }

  @Test
  void aSocketThatIsCutIsGoneAtOnceAndDisconnectRunsWhereItIsTold() {
    try (TestGateway gateway = new TestGateway()) {
      Opened opened = gateway.opened();

      TestGateway.until(() -> gateway.gateway.openConnections() == 1);

      assertThat(gateway.gateway.cut(opened.id(), true)).isTrue();

      assertThat(gateway.post(opened.id(), "late").statusCode()).isEqualTo(410);
      assertThat(opened.socket().closed().code()).isEqualTo(1006);
      assertThat(
              gateway.lambda.event("Disconnect").at("/requestContext/disconnectStatusCode").asInt())
          .isEqualTo(1006);
      assertThat(gateway.gateway.cut(opened.id(), true)).isFalse();
      assertThat(gateway.gateway.cut("no id", true)).isFalse();
    }
  }

  @Test
  void disconnectDoesNotRunForASocketThatIsCutWithoutWord() {
    try (TestGateway gateway = new TestGateway()) {
      Opened silent = gateway.opened();
      Opened told = gateway.opened();

      TestGateway.until(() -> gateway.gateway.openConnections() == 2);

      assertThat(gateway.gateway.cut(silent.id(), false)).isTrue();
      assertThat(silent.socket().closed().code()).isEqualTo(1006);
      assertThat(gateway.gateway.cut(told.id(), true)).isTrue();

      assertThat(gateway.lambda.event("Disconnect").at("/requestContext/connectionId").asText())
          .isEqualTo(told.id());
      assertThat(gateway.lambda.invoked()).containsOnlyOnce("Disconnect");
    }
  }
}
