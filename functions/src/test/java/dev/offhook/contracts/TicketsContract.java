package dev.offhook.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.protocol.SessionId;
import dev.offhook.session.Ticket;
import dev.offhook.session.TokenCheck.Claims;
import dev.offhook.signaling.Ids;
import dev.offhook.signaling.Tickets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of tickets keeps to. */
public abstract class TicketsContract extends StoreContract {

  private static final Duration LIFETIME = Duration.ofSeconds(30);
  private static final int RACERS = 8;

  private final Ids ids = new Ids(new SecureRandom());

  private Ticket put(Claims claims) {
    Ticket ticket = ids.newTicket();
    stores.tickets().put(ticket, claims, now().plus(LIFETIME).truncatedTo(ChronoUnit.MILLIS));
    return ticket;
  }

  private Claims claims() {
    Instant expiresAt = now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
    return new Claims(new SessionId(unique()), "Ann \uD83D\uDE00", expiresAt);
  }

  @Test
  void aTicketStandsForWhatItWasGivenForAndOnce() {
    Tickets tickets = stores.tickets();
    Claims claims = claims();
    Ticket ticket = put(claims);

    assertThat(tickets.take(ticket, now())).contains(claims);
    assertThat(tickets.take(ticket, now())).isEmpty();
  }

  @Test
  void aTicketThatWasNeverGivenStandsForNothing() {
    put(claims());

    assertThat(stores.tickets().take(ids.newTicket(), now())).isEmpty();
  }

  @Test
  void usingOneTicketLeavesTheOthers() {
    Claims claims = claims();
    Ticket one = put(claims);
    Ticket other = put(claims);

    assertThat(stores.tickets().take(one, now())).isPresent();
    assertThat(stores.tickets().take(other, now())).contains(claims);
  }

  @Test
  void aTicketIsGoodUntilTheMillisecondBeforeItExpires() {
    Ticket ticket = put(claims());

    clock.advance(LIFETIME.minusMillis(1));

    assertThat(stores.tickets().take(ticket, now())).isPresent();
  }

  @Test
  void aTicketIsGoodForNothingFromTheMillisecondOnThatItExpires() {
    Ticket ticket = put(claims());

    clock.advance(LIFETIME);

    assertThat(stores.tickets().take(ticket, now())).isEmpty();
  }

  @Test
  void ofManyThatUseATicketAtOnceOneDoes() throws Exception {
    for (int round = 1; round <= rounds() / RACERS; round++) {
      Claims claims = claims();
      Ticket ticket = put(claims);

      List<Optional<Claims>> taken =
          race(Collections.nCopies(RACERS, () -> stores.tickets().take(ticket, now())));

      assertThat(taken.stream().flatMap(Optional::stream)).containsExactly(claims);
    }
  }
}
