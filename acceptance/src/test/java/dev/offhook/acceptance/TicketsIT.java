package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.ANY_TIME;
import static dev.offhook.acceptance.wire.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Frames;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.HttpAnswer;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.acceptance.wire.SignalingSocket;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Connecting without a token in the URL. */
@OffhookStack
class TicketsIT {

  private static final int RACERS = 50;
  private static final int LET_IN = 101;

  private final Service service;

  TicketsIT(LocalStack stack) {
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  void aTicketIsGivenForHalfAMinute() {
    Instant before = Instant.now();
    HttpAnswer answer = service.http("POST", "/tickets", service.guest("Ann"));
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("cache-control")).hasValue("no-store");
    ObjectNode expected = frame("{ticket: '*', expiresAt: '%s'}", ANY_TIME);
    assertThat(Frames.isAsExpected(answer.json(), expected)).as(answer.body()).isTrue();
    assertThat(answer.json().path("ticket").asText()).matches("[A-Za-z0-9_-]{43}");
    assertThat(Instant.parse(answer.json().path("expiresAt").asText()))
        .isBetween(before.plusSeconds(29), Instant.now().plusSeconds(30));
  }

  @Test
  void aConnectionByTicketIsThatOfItsToken() {
    Guest ann = service.guest("Ann \ud83d\ude00");
    try (SignalingSocket socket = service.connect(ann.ticket())) {
      JsonNode established = socket.ask(frame("{action: 'session:hello'}"));
      assertThat(established.path("sessionId").asText()).isEqualTo(ann.sessionId());
      assertThat(established.path("displayName").asText()).isEqualTo(ann.displayName());
      Instant serverTime = Instant.parse(established.path("serverTime").asText());
      assertThat(Instant.parse(established.path("tokenExpiresAt").asText()))
          .isBetween(serverTime.plusSeconds(3500), serverTime.plusSeconds(3600));
    }
  }

  @Test
  void aTicketOpensOneConnection() {
    Guest ann = service.guest("Ann");
    String first = ann.ticket();
    String second = ann.ticket();
    service.connect(first).close();
    assertThat(service.handshake(first)).isEqualTo(401);
    service.connect(second).close();
    assertThat(service.handshake(second)).isEqualTo(401);
  }

  @Test
  void ofFiftyThatUseATicketAtOnceOneGetsIn() throws Exception {
    String ticket = service.guest("Ann").ticket();
    CountDownLatch start = new CountDownLatch(1);
    Callable<Integer> racer =
        () -> {
          start.await();
          return service.handshake(ticket);
        };
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> racing =
          Collections.nCopies(RACERS, racer).stream().map(threads::submit).toList();
      start.countDown();
      for (Future<Integer> status : racing) {
        statuses.add(status.get());
      }
    }
    assertThat(Collections.frequency(statuses, LET_IN)).isEqualTo(1);
    assertThat(Collections.frequency(statuses, 401)).isEqualTo(RACERS - 1);
  }

  @Test
  void aTicketOfASessionThatWasRevokedSinceIs403() {
    Guest ann = service.guest("Ann");
    String ticket = ann.ticket();
    assertThat(service.http("DELETE", "/sessions/me", ann).status()).isEqualTo(204);
    assertThat(service.handshake(ticket)).isEqualTo(403);
    assertThat(service.handshake(ticket)).as("used up").isEqualTo(401);
  }

  @Test
  void whatLooksLikeATicketIs401() {
    String ticket = service.guest("Ann").ticket();
    for (String other :
        List.of(
            "A".repeat(43),
            ticket.substring(1),
            ticket + "A",
            ticket.substring(0, 42) + ".",
            ticket + "." + ticket + "." + ticket)) {
      assertThat(service.handshake(other)).as(other).isEqualTo(401);
    }
    assertThat(service.handshake(ticket)).isEqualTo(LET_IN);
  }

  @Test
  void aTicketIsNoBearerToken() {
    String bearer = "Bearer " + service.guest("Ann").ticket();
    for (String route : List.of("POST /tickets", "GET /ice-servers", "DELETE /sessions/me")) {
      String[] parts = route.split(" ", -1);
      HttpIT.refused(
          service.http(parts[0], parts[1], "", "authorization", bearer), 401, "unauthorized", "");
    }
  }

  @Test
  void whoReadsTheStoreCannotConnectWithWhatIsThere() {
    Guest ann = service.guest("Ann");
    String ticket = ann.ticket();
    List<JsonNode> stored = new Damage(service).ticketsOf(ann);
    assertThat(stored).hasSize(1);
    assertThat(stored.getFirst().toString()).doesNotContain(ticket, ann.token());
    String hash = stored.getFirst().at("/ticketHash/S").asText();
    assertThat(service.handshake(hash)).isEqualTo(401);
    assertThat(service.handshake(ticket)).isEqualTo(LET_IN);
    assertThat(new Damage(service).ticketsOf(ann)).isEmpty();
    assertThat(Duration.between(Instant.now(), expiry(stored.getFirst()))).isPositive();
  }

  private static Instant expiry(JsonNode ticket) {
    return Instant.ofEpochSecond(Long.parseLong(ticket.at("/forgottenAt/N").asText()));
  }
}
