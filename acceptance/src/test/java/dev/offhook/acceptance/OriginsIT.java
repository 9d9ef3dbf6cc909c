package dev.offhook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.HttpAnswer;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pages of other origins, and those of the stack's own. */
@OffhookStack
class OriginsIT {

  private static final int LET_IN = 101;

  private final LocalStack stack;
  private final Service service;
  private final String own;
  private final List<String> foreign;

  OriginsIT(LocalStack stack) {
    this.stack = stack;
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
    this.own = stack.apiUrl().toString();
    this.foreign =
        List.of(
            "https://evil.example",
            own.replace("http:", "https:"),
            own + ".evil.example",
            own.replaceFirst(":\\d+$", ":1"),
            "http://localhost",
            "null");
  }

  @Test
  void ownPagesAndClientsThatAreNoBrowsersConnect() {
    Guest ann = service.guest("Ann");
    String ip = own.replace("localhost", "127.0.0.1");
    for (String origin : List.of(own, ip)) {
      assertThat(service.answerTo("?token=" + ann.ticket(), "Origin", origin)).isEqualTo(LET_IN);
    }
    assertThat(service.answerTo("?token=" + ann.ticket())).isEqualTo(LET_IN);
  }

  @Test
  void aForeignPageOpensNoConnectionAndUsesUpNoTicket() {
    Guest ann = service.guest("Ann");
    String ticket = ann.ticket();
    long mark = stack.awsCalls().mark();
    for (String origin : foreign) {
      assertThat(service.answerTo("?token=" + ticket, "Origin", origin)).as(origin).isEqualTo(403);
      assertThat(service.answerTo("?token=" + ann.token(), "Origin", origin)).isEqualTo(403);
    }
    assertThat(stack.awsCalls().since(mark))
        .as("but for timers of other conversations")
        .allMatch(call -> call.function().equals("TimerFunction"));
    assertThat(service.handshake(ticket)).isEqualTo(LET_IN);
  }

  @Test
  void aForeignPageMayAskForNothingAndReadNothing() {
    Guest ann = service.guest("Ann");
    for (String origin : foreign) {
      long mark = stack.awsCalls().mark();
      HttpAnswer made = service.http("POST", "/sessions", "{}", "origin", origin);
      HttpIT.refused(made, 403, "forbidden", "");
      HttpAnswer given =
          service.http(
              "POST", "/tickets", "", "origin", origin, "authorization", "Bearer " + ann.token());
      HttpIT.refused(given, 403, "forbidden", "");
      for (HttpAnswer answer : List.of(made, given, preflight(origin))) {
        assertThat(answer.response().headers().map().keySet())
            .noneMatch(name -> name.startsWith("access-control-"));
      }
      assertThat(stack.awsCalls().since(mark)).isEmpty();
    }
  }

  @Test
  void anOwnPageMayAskAndReadWhateverTheAnswer() {
    HttpAnswer preflight = preflight(own);
    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.header("access-control-allow-origin")).hasValue(own);
    assertThat(preflight.header("access-control-allow-methods").orElse("")).contains("POST");
    assertThat(preflight.header("access-control-allow-headers").orElse(""))
        .contains("authorization", "content-type");
    for (String body : List.of("{}", "x")) {
      HttpAnswer answer = service.http("POST", "/sessions", body, "origin", own);
      assertThat(answer.header("access-control-allow-origin")).hasValue(own);
      assertThat(answer.header("access-control-expose-headers")).hasValue("retry-after");
    }
  }

  private HttpAnswer preflight(String origin) {
    return service.http(
        "OPTIONS",
        "/sessions",
        "",
        "origin",
        origin,
        "access-control-request-method",
        "POST",
        "access-control-request-headers",
        "authorization,content-type");
  }
}
