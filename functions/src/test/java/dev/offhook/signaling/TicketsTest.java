package dev.offhook.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.protocol.ErrorCode;
import dev.offhook.session.Session;
import dev.offhook.signaling.ConnectionAuthorizer.Verdict;
import dev.offhook.signaling.GuestService.Admittance;
import dev.offhook.signaling.GuestService.Result;
import dev.offhook.signaling.TestService.Guest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a ticket is given for, and who gets in by it. */
class TicketsTest {

  private static final Duration TOKEN = Duration.ofHours(1);

  private final TestService service = new TestService();
  private final ConnectionAuthorizer authorizer = service.authorizer();
  private final Guest alice = service.guest("alice");

  private Result<Admittance> ask(String token) {
    return service.guests().ticket(token, TestService.HOME);
  }

  private Admittance ticket() {
    assertThat(ask(service.tokenOf(alice))).isInstanceOf(Result.Done.class);
    return ((Result.Done<Admittance>) ask(service.tokenOf(alice))).value();
  }

  private static ErrorCode refusal(Result<Admittance> result) {
    return ((Result.Refused<Admittance>) result).refusal().code();
  }

  @Test
  void aTicketLetsInWhomItsTokenWouldAndOnce() {
    Admittance given = ticket();

    assertThat(given.expiresAt()).isEqualTo(TestService.START.plus(TestService.TICKET));
    assertThat(authorizer.authorize(given.ticket().value(), TestService.HOME))
        .isEqualTo(new Verdict.LetIn(alice.id, "alice", TestService.START.plus(TOKEN)));
    assertThat(authorizer.authorize(given.ticket().value(), TestService.HOME))
        .isInstanceOf(Verdict.Unauthorized.class);
  }

  @Test
  void aTicketThatExpiredLetsNobodyIn() {
    Admittance given = ticket();

    service.clock.advance(TestService.TICKET);

    assertThat(authorizer.authorize(given.ticket().value(), TestService.HOME))
        .isInstanceOf(Verdict.Unauthorized.class);
  }

  @Test
  void aTicketExpiresWithItsToken() {
    String token = service.tokenOf(alice);
    service.clock.advance(TOKEN.minusSeconds(10));

    Instant expiresAt = ((Result.Done<Admittance>) ask(token)).value().expiresAt();

    assertThat(expiresAt).isEqualTo(TestService.START.plus(TOKEN));
  }

  @Test
  void aTicketOfASessionThatWasRevokedSinceIsForbidden() {
    Admittance given = ticket();

    service.stores.sessions().revoke(alice.id, service.clock.instant());

    assertThat(authorizer.authorize(given.ticket().value(), TestService.HOME))
        .isInstanceOf(Verdict.Forbidden.class);
  }

  @Test
  void aTicketOfASessionThatIsNoMoreIsUnauthorized() {
    Admittance given = ticket();

    service.stores.delete(alice.id);

    assertThat(authorizer.authorize(given.ticket().value(), TestService.HOME))
        .isInstanceOf(Verdict.Unauthorized.class);
  }

  @Test
  void noTicketIsGivenForATokenThatIsNoneOrExpired() {
    String token = service.tokenOf(alice);
    assertThat(refusal(ask(""))).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(refusal(ask(token + "x"))).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(refusal(ask(ticket().ticket().value()))).isEqualTo(ErrorCode.UNAUTHORIZED);

    service.clock.advance(TOKEN);

    assertThat(refusal(ask(token))).isEqualTo(ErrorCode.UNAUTHORIZED);
  }

  @Test
  void noTicketIsGivenToASessionThatIsNotAlive() {
    String token = service.tokenOf(alice);
    service.stores.sessions().revoke(alice.id, service.clock.instant());
    assertThat(refusal(ask(token))).isEqualTo(ErrorCode.UNAUTHORIZED);

    Guest bob = service.guest("bob");
    Session session = service.stores.sessions().find(bob.id).orElseThrow();
    service.clock.advance(Duration.between(TestService.START, session.expiresAt()));
    assertThat(refusal(ask(service.tokenOf(bob)))).isEqualTo(ErrorCode.SESSION_NOT_FOUND);
  }
}
