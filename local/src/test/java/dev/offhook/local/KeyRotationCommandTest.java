package dev.offhook.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.offhook.local.KeyRotationCommand.FailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyRotationCommandTest {
  private final List<String> asked = new ArrayList<>();
  private final Deque<String> answers = new ArrayDeque<>();
  private int status = 200;
  private HttpServer stack;

  @BeforeEach
  void serve() throws IOException {
    stack = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    stack.createContext(
        "/",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          asked.add(exchange.getRequestHeaders().getFirst("X-Amz-Target") + " " + body);
          byte[] answer = answers.removeFirst().getBytes(UTF_8);
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    stack.start();
  }

  @AfterEach
  void stop() {
    stack.stop(0);
  }

  private KeyRotationCommand command() {
    return new KeyRotationCommand(stack.getAddress().getPort());
  }

  @Test
  void itAsksForARotationAndWaitsUntilTheNewVersionIsTheCurrentOne() throws Exception {
    answers.add("{\"VersionId\":\"v-2\"}");
    answers.add("{\"VersionIdsToStages\":{\"v-1\":[\"AWSCURRENT\"],\"v-2\":[\"AWSPENDING\"]}}");
    answers.add("{\"VersionIdsToStages\":{\"v-2\":[\"AWSCURRENT\",\"AWSPENDING\"]}}");

    command().run();

    String secret = " {\"SecretId\":\"offhook-SigningSecret\"}";
    assertThat(asked)
        .containsExactly(
            "secretsmanager.RotateSecret" + secret,
            "secretsmanager.DescribeSecret" + secret,
            "secretsmanager.DescribeSecret" + secret);
  }

  @Test
  void aRefusalIsToldInItsWords() {
    status = 400;
    answers.add("{\"__type\":\"x\",\"message\":\"A previous rotation isn't complete.\"}");

    assertThatThrownBy(() -> command().run())
        .isInstanceOf(FailedException.class)
        .hasMessage("A previous rotation isn't complete.");
  }

  @Test
  void aPortThatServesSomethingElseIsToldAsSuch() {
    status = 404;
    answers.add("<html>");

    assertThatThrownBy(() -> command().run())
        .isInstanceOf(FailedException.class)
        .hasMessage("port " + stack.getAddress().getPort() + " serves no local stack");
  }

  @Test
  void withoutAStackItTellsHowToStartOne() {
    KeyRotationCommand command = command();
    stack.stop(0);

    assertThatThrownBy(command::run)
        .isInstanceOf(FailedException.class)
        .hasMessageMatching("no local stack answers on port \\d+: \\./offhook up");
  }
}
