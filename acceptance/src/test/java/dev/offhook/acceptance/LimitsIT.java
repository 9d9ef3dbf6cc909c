package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.error;
import static dev.offhook.acceptance.wire.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Aws;
import dev.offhook.acceptance.wire.Frames;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.HttpAnswer;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What one address may do, and how often a room may be joined. All here have one address. */
@OffhookStack(
    parameters = {
      "AddressSessionsPerMinute=8",
      "AddressTicketsPerMinute=5",
      "AddressFailedConnectsPerMinute=4",
      "RoomJoinsPerMinute=3"
    })
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LimitsIT {

  private static final int A_MINUTE = 60_000;
  private static final int LET_IN = 101;

  /** All that the address may make; made once. */
  private static final List<Guest> GUESTS = new ArrayList<>();

  private final LocalStack stack;
  private final Service service;

  LimitsIT(LocalStack stack) {
    this.stack = stack;
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  @Order(1)
  void sessionsAreLimitedByAddressWhateverTheHeadersSay() {
    for (int i = 0; i < 8; i++) {
      GUESTS.add(service.guest("Ann"));
    }
    isLimited(service.http("POST", "/sessions", "{}"), A_MINUTE / 8);
    for (String header : List.of("x-forwarded-for", "x-real-ip", "forwarded", "cf-connecting-ip")) {
      long mark = stack.awsCalls().mark();
      HttpAnswer answer = service.http("POST", "/sessions", "{}", header, "198.51.100.1");
      isLimited(answer, A_MINUTE / 8);
      assertThat(stack.awsCalls().operations("ApiFunction", mark)).doesNotContainKey("PutItem");
    }
  }

  @Test
  @Order(2)
  void whatIsRefusedForItsFormIsSaidToBeSo() {
    HttpIT.refused(service.http("POST", "/sessions", "x"), 400, "bad-request", "");
    HttpIT.refused(service.http("POST", "/tickets", ""), 401, "unauthorized", "");
  }

  @Test
  @Order(3)
  void ticketsAreLimitedByAddressAndNotBySession() {
    for (int i = 0; i < 5; i++) {
      GUESTS.get(i).ticket();
    }
    isLimited(service.http("POST", "/tickets", GUESTS.get(6)), A_MINUTE / 5);
  }

  @Test
  @Order(4)
  void aRoomIsLimitedAndWhoIsInItGoesOn() {
    List<Guest> guests = GUESTS.subList(0, 4);
    guests.forEach(Guest::connect);
    guests.forEach(Guest::hello);
    String room = Rooms.meet(guests.get(0), guests.get(1));
    guests.get(2).asks(Rooms.join(room), error("room-full", true));
    ObjectNode limited = error("rate-limited", true).put("retryAfterMs", Frames.ANY_NUMBER);
    JsonNode told = guests.get(3).asks(Rooms.join(room), limited);
    assertThat(told.get("retryAfterMs").intValue()).isBetween(1, A_MINUTE / 3);
    guests.get(2).asks(Rooms.join(room), limited);
    guests.get(1).asks(Rooms.join(room), Rooms.joined(room, true, guests.get(0).peer(true)));
    String other = Rooms.newName();
    guests.get(3).asks(Rooms.join(other), Rooms.joined(other, false));
    guests.get(0).expectsNothing();
  }

  @Test
  @Order(5)
  void whereTooManyConnectionsFailNoneIsOpenedForAWhileAndThatCostsNothing() {
    String good = GUESTS.get(7).token();
    for (int i = 0; i < 4; i++) {
      assertThat(service.handshake("guess-" + i)).isEqualTo(401);
    }
    assertThat(service.handshake(good)).isEqualTo(LET_IN);
    // Each environment learns it from one more that fails; those that know refuse.
    int answer = 401;
    for (int i = 0; i < 40 && answer == 401; i++) {
      answer = service.handshake("guess");
    }
    assertThat(answer).isEqualTo(403);
    long mark = stack.awsCalls().mark();
    for (String value : List.of(good, "x".repeat(43))) {
      assertThat(service.answerTo("?token=" + value, "X-Forwarded-For", "198.51.100.1"))
          .isEqualTo(403);
    }
    assertThat(stack.awsCalls().since(mark)).isEmpty();
    assertThat(GUESTS.get(0).ask(frame("{action: 'ping'}")).path("action").asText())
        .isEqualTo("pong");
  }

  @Test
  @Order(6)
  void nothingOfTheAddressIsStoredAndAllOfItIsForgotten() {
    JsonNode stored =
        new Aws(service).dynamoDb("Scan", frame("{TableName: 'offhook-LimitsTable'}")).get("Items");
    assertThat(stored).isNotEmpty();
    long now = System.currentTimeMillis() / 1000;
    for (JsonNode item : stored) {
      assertThat(item.toString()).doesNotContain("127.0.0.1", "7f000001", "fwAAAQ");
      assertThat(item.at("/counter/S").asText())
          .matches("(sessions|tickets|connects)#.{43}|joins#.+");
      assertThat(item.at("/forgottenAt/N").asLong()).isBetween(now, now + 200);
    }
  }

  private static void isLimited(HttpAnswer answer, int longest) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(429);
    JsonNode problem = answer.json();
    assertThat(problem.path("code").asText()).isEqualTo("rate-limited");
    assertThat(problem.path("retryable").asBoolean()).isTrue();
    int wait = problem.path("retryAfterMs").intValue();
    assertThat(wait).isBetween(1, longest);
    assertThat(answer.header("retry-after")).hasValue(String.valueOf((wait + 999) / 1000));
    assertThat(answer.header("content-type").orElse("")).startsWith("application/problem+json");
  }
}
