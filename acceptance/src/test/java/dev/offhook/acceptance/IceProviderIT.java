package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.frame;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.offhook.acceptance.wire.Aws;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A stack whose TURN servers are a provider's, who is asked over HTTP. */
@OffhookStack(parameters = {Stacks.PROVIDER, "TurnCredentialSeconds=600"})
class IceProviderIT {

  private final Service service;

  IceProviderIT(LocalStack stack) {
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  void whatTheProviderGivesIsTold() throws IOException {
    HttpServer provider =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext(
        "/",
        exchange -> {
          String asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          boolean known =
              "Bearer key".equals(exchange.getRequestHeaders().getFirst("authorization"));
          byte[] answer = servers(asked).getBytes(UTF_8);
          exchange.sendResponseHeaders(known ? 201 : 401, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    provider.start();
    try {
      describe(provider.getAddress().getPort());
      Guest ann = service.guest("Ann");
      isTheProviders(service.http("GET", "/ice-servers", ann).json(), "expiresAt");
      ann.connect();
      isTheProviders(ann.hello(), "iceServersExpireAt");
    } finally {
      provider.stop(0);
    }
  }

  /** As the person who deploys does it. */
  private void describe(int port) {
    String request =
        frame(
                "{url: 'http://127.0.0.1:%s/', headers: {authorization: 'Bearer key'}, body:"
                    + " '${seconds}'}",
                port)
            .toString();
    new Aws(service)
        .secrets(
            "PutSecretValue",
            frame("{SecretId: 'offhook-IceProviderSecret'}").put("SecretString", request));
  }

  private static String servers(String seconds) {
    return """
    {"iceServers": [{"urls": ["turn:provider.example"], "username": "u-%s", "credential": "providers-own-credential"}]}
    """
        .formatted(seconds);
  }

  private static void isTheProviders(JsonNode told, String expiry) {
    assertThat(told.get("iceServers"))
        .isEqualTo(
            frame(
                    "{servers: [{urls: ['turn:provider.example'], username: 'u-600', credential:"
                        + " 'providers-own-credential'}]}")
                .get("servers"));
    assertThat(Duration.between(Instant.now(), Instant.parse(told.get(expiry).textValue())))
        .isBetween(Duration.ofSeconds(570), Duration.ofSeconds(600));
  }
}
