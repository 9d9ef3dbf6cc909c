package dev.offhook.signaling;

import dev.offhook.protocol.ErrorCode;
import dev.offhook.protocol.IceServers;
import dev.offhook.protocol.Refusal;
import dev.offhook.protocol.ServerFrame.PeerLeft;
import dev.offhook.protocol.ServerFrame.SessionEnded;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.ClientAddress;
import dev.offhook.session.DisplayName;
import dev.offhook.session.GuestTokens;
import dev.offhook.session.Session;
import dev.offhook.session.Ticket;
import dev.offhook.session.TokenCheck;
import dev.offhook.session.TokenCheck.Claims;
import dev.offhook.signaling.Counters.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Guest sessions over HTTP: made, prolonged, given tickets, revoked. */
public final class GuestService {

  /** How a request is answered. */
  public sealed interface Result<T> {
    /** It is done. */
    record Done<T>(T value) implements Result<T> {}

    /** It is not done. */
    record Refused<T>(Refusal refusal) implements Result<T> {}
  }

  /** A session and the token that proves it. */
  public record Guest(
      SessionId sessionId,
      String displayName,
      String token,
      Instant tokenExpiresAt,
      Instant sessionExpiresAt) {
    @Override
    public String toString() {
      return "Guest[sessionId=" + sessionId + "]";
    }
  }

  /** What a connection can be opened with once, until then. */
  public record Admittance(Ticket ticket, Instant expiresAt) {}

  /** Longer than a function runs. */
  private static final Duration AFTER_THIS_HANDLER = Duration.ofSeconds(12);

  private final Sessions sessions;
  private final Connections connections;
  private final Timers timers;
  private final IceServerSource iceServers;
  private final Departure departure;
  private final GuestTokens tokens;
  private final Tickets tickets;
  private final AddressLimits limits;
  private final Ids ids;
  private final Settings settings;
  private final InstantSource clock;

  GuestService(
      Ports ports,
      Departure departure,
      GuestTokens tokens,
      Tickets tickets,
      AddressLimits limits,
      Ids ids,
      Settings settings,
      InstantSource clock) {
    this.sessions = ports.sessions();
    this.connections = ports.connections();
    this.timers = ports.timers();
    this.iceServers = ports.iceServers();
    this.departure = departure;
    this.tokens = tokens;
    this.tickets = tickets;
    this.limits = limits;
    this.ids = ids;
    this.settings = settings;
    this.clock = clock;
  }

  /** Makes a session for a guest at that address. */
  public Result<Guest> create(Optional<String> wantedName, ClientAddress address) {
    SessionId id = ids.newSessionId();
    Optional<String> name =
        wantedName.map(DisplayName::clean).orElse(Optional.of(DisplayName.ofGuest(id)));
    if (name.isEmpty()) {
      return new Result.Refused<>(
          Refusal.badRequest("/displayName", "must have 1 to 64 characters and no controls"));
    }
    Optional<Duration> wait = limits.count(Kind.NEW_SESSIONS, address);
    if (wait.isPresent()) {
      return rateLimited(wait.get());
    }
    Instant now = clock.instant();
    Session session = Session.fresh(id, name.get(), sessionExpiry(now));
    sessions.create(session);
    return new Result.Done<>(guest(id, name.get(), session.expiresAt(), now));
  }

  /** A new token for the same session, which lives on. The old token may have expired. */
  public Result<Guest> refresh(String token) {
    Instant now = clock.instant();
    return switch (tokens.check(token, now)) {
      case TokenCheck.Valid valid -> refresh(valid.claims(), now);
      case TokenCheck.Expired expired -> refresh(expired.claims(), now);
      case TokenCheck.NotGuest notGuest -> notAGuest();
      case TokenCheck.Invalid invalid -> unauthorized();
    };
  }

  private Result<Guest> refresh(Claims claims, Instant now) {
    Instant expiresAt = sessionExpiry(now);
    if (!sessions.extend(claims.sessionId(), expiresAt, now)) {
      return notAlive(sessions.find(claims.sessionId()));
    }
    return new Result.Done<>(guest(claims.sessionId(), claims.displayName(), expiresAt, now));
  }

  /** A ticket to connect with, which expires no later than the token that it stands for. */
  public Result<Admittance> ticket(String token, ClientAddress address) {
    Instant now = clock.instant();
    return switch (tokens.check(token, now)) {
      case TokenCheck.Valid valid -> ticket(valid.claims(), address, now);
      case TokenCheck.NotGuest _ -> notAGuest();
      case TokenCheck.Expired _, TokenCheck.Invalid _ -> unauthorized();
    };
  }

  private Result<Admittance> ticket(Claims claims, ClientAddress address, Instant now) {
    Optional<Duration> wait = limits.count(Kind.TICKETS, address);
    if (wait.isPresent()) {
      return rateLimited(wait.get());
    }
    Optional<Session> session = sessions.find(claims.sessionId());
    if (session.isEmpty() || !session.get().isAlive(now)) {
      return notAlive(session);
    }
    Instant latest = now.plus(settings.ticketLifetime()).truncatedTo(ChronoUnit.MILLIS);
    Instant expiresAt = latest.isBefore(claims.expiresAt()) ? latest : claims.expiresAt();
    Ticket ticket = ids.newTicket();
    tickets.put(ticket, claims, expiresAt);
    return new Result.Done<>(new Admittance(ticket, expiresAt));
  }

  /**
   * Ends the session at once: its connection is told and closed, its call ends, its place in the
   * room is free.
   */
  public Result<SessionId> revoke(String token) {
    Instant now = clock.instant();
    return switch (tokens.check(token, now)) {
      case TokenCheck.Valid valid -> revoke(valid.claims().sessionId(), now);
      case TokenCheck.NotGuest notGuest -> notAGuest();
      case TokenCheck.Expired expired -> unauthorized();
      case TokenCheck.Invalid invalid -> unauthorized();
    };
  }

  private Result<SessionId> revoke(SessionId id, Instant now) {
    watchOver(id);
    Optional<Session> before = sessions.revoke(id, now);
    if (before.isEmpty()) {
      return notAlive(sessions.find(id));
    }
    before
        .get()
        .connection()
        .ifPresent(
            connection -> {
              connections.post(connection, new SessionEnded(SessionEnded.REVOKED));
              connections.close(connection);
            });
    departure.of(before.get(), PeerLeft.LEFT, false);
    sessions.forgetDeparture(id);
    return new Result.Done<>(id);
  }

  /** Sees to it that the session departs, though this handler may die after its revocation. */
  private void watchOver(SessionId id) {
    sessions
        .find(id)
        .flatMap(Session::connection)
        .ifPresent(
            connection -> timers.start(new Timers.Timer.Gone(id, connection), AFTER_THIS_HANDLER));
  }

  /** The ICE servers for a guest, and until when they are good: without credentials, the token. */
  public Result<IceServers> iceServers(String token) {
    Instant now = clock.instant();
    return switch (tokens.check(token, now)) {
      case TokenCheck.Valid valid -> iceServers(valid.claims(), now);
      case TokenCheck.NotGuest notGuest -> notAGuest();
      case TokenCheck.Expired expired -> unauthorized();
      case TokenCheck.Invalid invalid -> unauthorized();
    };
  }

  private Result<IceServers> iceServers(Claims claims, Instant now) {
    Optional<Session> session = sessions.find(claims.sessionId());
    if (session.isEmpty() || !session.get().isAlive(now)) {
      return notAlive(session);
    }
    IceServers found = iceServers.serversFor(claims.sessionId(), now);
    Instant expiresAt = found.expiresAt().orElse(claims.expiresAt());
    return new Result.Done<>(new IceServers(found.servers(), Optional.of(expiresAt)));
  }

  private Guest guest(SessionId id, String name, Instant sessionExpiresAt, Instant now) {
    GuestTokens.Issued issued = tokens.issue(id, name, ids.newTokenId(), now);
    return new Guest(id, name, issued.token(), issued.expiresAt(), sessionExpiresAt);
  }

  private Instant sessionExpiry(Instant now) {
    Duration lifetime = settings.sessionLifetime();
    return now.plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
  }

  /** A revoked session's token is no longer good; an expired session's was, but for nothing. */
  private static <T> Result<T> notAlive(Optional<Session> session) {
    return session.map(Session::revoked).orElse(false)
        ? unauthorized()
        : new Result.Refused<>(
            Refusal.of(ErrorCode.SESSION_NOT_FOUND, "the session expired or never was"));
  }

  private static <T> Result<T> rateLimited(Duration retryAfter) {
    return new Result.Refused<>(
        Refusal.rateLimited("too many requests from this address", retryAfter));
  }

  private static <T> Result<T> unauthorized() {
    return new Result.Refused<>(Refusal.of(ErrorCode.UNAUTHORIZED, "no valid token"));
  }

  private static <T> Result<T> notAGuest() {
    return new Result.Refused<>(Refusal.of(ErrorCode.FORBIDDEN, "the token is not a guest's"));
  }
}
