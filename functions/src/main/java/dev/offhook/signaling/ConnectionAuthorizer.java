package dev.offhook.signaling;

import dev.offhook.protocol.SessionId;
import dev.offhook.session.GuestTokens;
import dev.offhook.session.Session;
import dev.offhook.session.TokenCheck;
import dev.offhook.session.TokenCheck.Claims;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Decides who may open a connection. */
public final class ConnectionAuthorizer {

  /** What is decided. */
  public sealed interface Verdict {
    /** A guest with a living session. */
    record LetIn(SessionId session, String displayName, Instant tokenExpiresAt)
        implements Verdict {}

    /** Known, but not let in: not a guest, or revoked. */
    record Forbidden() implements Verdict {}

    /** Not known: the token is bad or expired, or its session is. */
    record Unauthorized() implements Verdict {}
  }

  private final Sessions sessions;
  private final GuestTokens tokens;
  private final InstantSource clock;

  public ConnectionAuthorizer(Sessions sessions, GuestTokens tokens, InstantSource clock) {
    this.sessions = sessions;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Decides by the token in the connection's URL. */
  public Verdict authorize(String token) {
    Instant now = clock.instant();
    return switch (tokens.check(token, now)) {
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
