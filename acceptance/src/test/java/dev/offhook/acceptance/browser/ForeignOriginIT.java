package dev.offhook.acceptance.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A page of another origin, in a browser whose visitor has been given a token. */
@OffhookStack
@InBrowsers
class ForeignOriginIT {

  /** Asks as the client does, and as a form could: without a preflight. */
  private static final String REQUESTS =
      """
      async ([api, token]) => {
        const asked = (path, options) =>
          fetch(api + path, { method: 'POST', ...options }).then(
            answer => answer.status, error => error.name);
        return [
          await asked('/sessions', { headers: { 'content-type': 'application/json' }, body: '{}' }),
          await asked('/sessions', { body: '{}' }),
          await asked('/tickets', { headers: { authorization: 'Bearer ' + token } }),
        ];
      }
      """;

  private static final String CONNECTION =
      """
      url => new Promise(resolve => {
        const socket = new WebSocket(url);
        socket.onopen = () => { resolve('open'); socket.close(); };
        socket.onclose = event => resolve('closed ' + event.code);
      })
      """;

  private final LocalStack stack;

  ForeignOriginIT(LocalStack stack) {
    this.stack = stack;
  }

  @Test
  void aForeignPageIsRefusedAndAnOwnPageIsNot(Visitors visitors) throws IOException {
    Service service = new Service(stack.apiUrl(), stack.websocketUrl());
    Guest ann = service.guest("Ann");
    List<String> asking = List.of(stack.apiUrl().toString(), ann.token());
    HttpServer elsewhere = site();
    try {
      Visitor victim = visitors.comes("Victim");
      victim.trace().expects("CORS policy");
      victim.trace().expects("net::ERR_FAILED");
      victim.trace().expects("WebSocket connection to");
      victim.page().navigate("http://localhost:" + elsewhere.getAddress().getPort() + "/");
      assertThat(victim.page().evaluate(REQUESTS, asking))
          .isEqualTo(List.of("TypeError", "TypeError", "TypeError"));
      String url = stack.websocketUrl() + "?token=" + ann.ticket();
      assertThat(victim.page().evaluate(CONNECTION, url)).isEqualTo("closed 1006");

      Visitor guest = visitors.comes("Guest");
      guest.page().navigate(stack.demoUrl().toString());
      assertThat(guest.page().evaluate(REQUESTS, asking)).isEqualTo(List.of(201, 201, 201));
      assertThat(guest.page().evaluate(CONNECTION, url))
          .as("with the ticket that the foreign page did not use up")
          .isEqualTo("open");
    } finally {
      elsewhere.stop(0);
    }
  }

  /** A page on another port, which makes it another origin. */
  private static HttpServer site() throws IOException {
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext(
        "/",
        exchange -> {
          byte[] page = "<!doctype html><link rel=icon href=data:,><p>elsewhere".getBytes(UTF_8);
          exchange.getResponseHeaders().set("content-type", "text/html");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    site.start();
    return site;
  }
}
