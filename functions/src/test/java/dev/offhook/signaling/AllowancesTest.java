package dev.offhook.signaling;

import static dev.offhook.signaling.TestService.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.protocol.ErrorCode;
import dev.offhook.protocol.Refusal;
import dev.offhook.session.ClientAddress;
import dev.offhook.signaling.ConnectionAuthorizer.Verdict;
import dev.offhook.signaling.GuestService.Admittance;
import dev.offhook.signaling.GuestService.Result;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What one address may do, and how often a room may be joined. */
class AllowancesTest {

  private static final ClientAddress ELSEWHERE = ClientAddress.of("198.51.100.1");
  private static final int SESSIONS = 30;
  private static final int TICKETS = 120;
  private static final int FAILURES = 60;
  private static final int JOINS = 60;

  private final TestService service = new TestService();
  private final GuestService guests = service.guests();
  private final ConnectionAuthorizer authorizer = service.authorizer();

  private static Optional<Refusal> refusal(Result<?> result) {
    return switch (result) {
      case Result.Done<?> _ -> Optional.empty();
      case Result.Refused<?> refused -> Optional.of(refused.refusal());
    };
  }

  private static void isLimited(Result<?> result, Duration wait) {
    assertThat(refusal(result).map(Refusal::code)).contains(ErrorCode.RATE_LIMITED);
    assertThat(refusal(result).flatMap(Refusal::retryAfter)).contains(wait);
  }

  private Result<GuestService.Guest> create(ClientAddress address) {
    return guests.create(Optional.empty(), address);
  }

  @Test
  void anAddressMakesThirtySessionsAndThenOneEveryTwoSeconds() {
    for (int i = 0; i < SESSIONS; i++) {
      assertThat(refusal(create(HOME))).isEmpty();
    }
    isLimited(create(HOME), Duration.ofSeconds(2));
    assertThat(refusal(create(ELSEWHERE))).isEmpty();
    service.clock.advance(Duration.ofSeconds(2));
    assertThat(refusal(create(HOME))).isEmpty();
    isLimited(create(HOME), Duration.ofSeconds(2));
  }

  @Test
  void aNameThatIsRefusedIsNotCounted() {
    for (int i = 0; i < 2 * SESSIONS; i++) {
      assertThat(refusal(guests.create(Optional.of(""), HOME)).map(Refusal::code))
          .contains(ErrorCode.BAD_REQUEST);
    }
    assertThat(refusal(create(HOME))).isEmpty();
  }

  @Test
  void anAddressGetsSoManyTicketsHoweverManySessionsAskAndBadTokensAreNotCounted() {
    String ann = service.tokenOf(service.guest("ann"));
    String bob = service.tokenOf(service.guest("bob"));
    for (int i = 0; i < TICKETS; i++) {
      assertThat(refusal(guests.ticket("x", HOME)).map(Refusal::code))
          .contains(ErrorCode.UNAUTHORIZED);
      assertThat(refusal(guests.ticket(i % 2 == 0 ? ann : bob, HOME))).isEmpty();
    }
    isLimited(guests.ticket(ann, HOME), Duration.ofMillis(500));
    assertThat(refusal(guests.ticket(ann, ELSEWHERE))).isEmpty();
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(authorizer.authorize("guess " + i, HOME)).isInstanceOf(Verdict.Unauthorized.class);
    }
  }

  private String ticketOf(TestService.Guest guest) {
    Result<Admittance> given = guests.ticket(service.tokenOf(guest), HOME);
    return ((Result.Done<Admittance>) given).value().ticket().value();
  }

  @Test
  void whereTooManyConnectionsFailAllAreRefusedForAMomentAndNoTicketIsUsedUp() {
    TestService.Guest ann = service.guest("ann");
    String ticket = ticketOf(ann);
    fail(FAILURES + 1);
    assertThat(authorizer.authorize(ticket, HOME)).isInstanceOf(Verdict.Forbidden.class);
    assertThat(authorizer.authorize(service.tokenOf(ann), ELSEWHERE))
        .isInstanceOf(Verdict.LetIn.class);
    service.clock.advance(Duration.ofSeconds(1));
    assertThat(authorizer.authorize(ticket, HOME)).isInstanceOf(Verdict.LetIn.class);
  }

  @Test
  void connectionsThatSucceedAreNotCounted() {
    String token = service.tokenOf(service.guest("ann"));
    for (int i = 0; i < 3 * FAILURES; i++) {
      assertThat(authorizer.authorize(token, HOME)).isInstanceOf(Verdict.LetIn.class);
    }
    fail(FAILURES);
    assertThat(authorizer.authorize(token, HOME)).isInstanceOf(Verdict.LetIn.class);
  }

  @Test
  void aTicketThatWasGoodIsNotCountedThoughItsSessionIsOver() {
    for (int i = 0; i <= FAILURES; i++) {
      TestService.Guest gone = service.guest("gone");
      String ticket = ticketOf(gone);
      service.stores.sessions().revoke(gone.id, service.clock.instant());
      assertThat(authorizer.authorize(ticket, HOME)).isInstanceOf(Verdict.Forbidden.class);
    }
    assertThat(authorizer.authorize(service.tokenOf(service.guest("ann")), HOME))
        .isInstanceOf(Verdict.LetIn.class);
  }

  @Test
  void tokensOfRevokedSessionsAreCounted() {
    TestService.Guest gone = service.guest("gone");
    service.stores.sessions().revoke(gone.id, service.clock.instant());
    for (int i = 0; i <= FAILURES; i++) {
      authorizer.authorize(service.tokenOf(gone), HOME);
    }
    assertThat(authorizer.authorize(service.tokenOf(service.guest("ann")), HOME))
        .isInstanceOf(Verdict.Forbidden.class);
  }

  private static String action(JsonObject answer) {
    return answer.text("code").or(() -> answer.text("action")).orElse("");
  }

  @Test
  void aRoomIsJoinedSoOftenAndWhoIsInItIsNotCounted() {
    TestService.Guest ann = service.connected("ann");
    TestService.Guest bob = service.connected("bob");
    ann.says("{'action':'room:join','room':'r'}");
    bob.says("{'action':'room:join','room':'r'}");
    for (int i = 2; i < JOINS; i++) {
      TestService.Guest eve = service.connected("eve");
      assertThat(action(eve.says("{'action':'room:join','room':'r'}"))).isEqualTo("room-full");
    }
    TestService.Guest late = service.connected("late");
    JsonObject refused = late.says("{'action':'room:join','room':'r','id':'1'}");
    assertThat(action(refused)).isEqualTo("rate-limited");
    assertThat(refused.member("retryAfterMs")).contains(Json.of(1000));
    assertThat(action(late.says("{'action':'room:join','room':'other'}"))).isEqualTo("room:joined");
    assertThat(action(ann.says("{'action':'room:join','room':'r'}"))).isEqualTo("room:joined");
    bob.says("{'action':'room:leave'}");
    service.clock.advance(Duration.ofSeconds(1));
    assertThat(action(late.says("{'action':'room:join','room':'r'}"))).isEqualTo("room:joined");
  }
}
