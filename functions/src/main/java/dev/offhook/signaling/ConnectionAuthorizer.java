package dev.offhook.signaling;

import dev.offhook.protocol.SessionId;
import dev.offhook.session.ClientAddress;
import dev.offhook.session.GuestTokens;
import dev.offhook.session.Session;
import dev.offhook.session.Ticket;
import dev.offhook.session.TokenCheck;
import dev.offhook.session.TokenCheck.Claims;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides who may open a connection. */
public final class ConnectionAuthorizer {

  /** What is decided. */
  public sealed interface Verdict {
    /** A guest with a living session. */
    record LetIn(SessionId session, String displayName, Instant tokenExpiresAt)
        implements Verdict {}

    /** Not let in: not a guest, or revoked, or too many failed from there. */
    record Forbidden() implements Verdict {}

    /** Not known: the token or ticket is bad, used or expired, or its session is. */
    record Unauthorized() implements Verdict {}
  }

  private final Sessions sessions;
  private final Tickets tickets;
  private final Supplier<GuestTokens> tokens;
  private final FailedConnects failed;
  private final InstantSource clock;

  /**
   * Takes the tokens as a supplier, because verifying one loads a JWT library: a connection by
   * ticket doesn't wait for that.
   */
  public ConnectionAuthorizer(
      Sessions sessions,
      Tickets tickets,
      Supplier<GuestTokens> tokens,
      FailedConnects failed,
      InstantSource clock) {
    this.sessions = sessions;
    this.tickets = tickets;
    this.tokens = tokens;
    this.failed = failed;
    this.clock = clock;
  }

  /** Decides by the ticket or token in the connection's URL. A ticket is used up by that. */
  public Verdict authorize(String ticketOrToken, ClientAddress address) {
    Instant now = clock.instant();
    if (failed.isRefused(address, now)) {
      return new Verdict.Forbidden();
    }
    return Ticket.isValid(ticketOrToken)
        ? byTicket(new Ticket(ticketOrToken), address, now)
        : counted(byToken(ticketOrToken, now), address, now);
  }

  /** Who had a good ticket is not counted, whatever became of its session: it was no guess. */
  private Verdict byTicket(Ticket ticket, ClientAddress address, Instant now) {
    return tickets
        .take(ticket, now)
        .map(claims -> authorize(claims, now))
        .orElseGet(() -> counted(new Verdict.Unauthorized(), address, now));
  }

  private Verdict counted(Verdict verdict, ClientAddress address, Instant now) {
    switch (verdict) {
      case Verdict.LetIn _ -> {}
      case Verdict.Forbidden _, Verdict.Unauthorized _ -> failed.count(address, now);
    }
    return verdict;
  }

  private Verdict byToken(String token, Instant now) {
    return switch (tokens.get().check(token, now)) {
      case TokenCheck.Valid valid -> authorize(valid.claims(), now);
      case TokenCheck.NotGuest _ -> new Verdict.Forbidden();
      case TokenCheck.Expired _, TokenCheck.Invalid _ -> new Verdict.Unauthorized();
    };
  }

  private Verdict authorize(Claims claims, Instant now) {
    Optional<Session> session = sessions.find(claims.sessionId());
    if (session.isEmpty() || !session.get().expiresAt().isAfter(now)) {
      return new Verdict.Unauthorized();
    }
    return session.get().revoked()
        ? new Verdict.Forbidden()
        : new Verdict.LetIn(claims.sessionId(), claims.displayName(), claims.expiresAt());
  }
}
