package dev.offhook.fakes;

import static java.time.temporal.ChronoUnit.MILLIS;
import static java.time.temporal.ChronoUnit.SECONDS;

import dev.offhook.call.CurrentCall;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Mail;
import dev.offhook.session.Rate;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Attachment;
import dev.offhook.signaling.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The sessions in memory. */
final class FakeSessions implements Sessions {

  private final FakeStores stores;
  private final Rate rate;
  private final Duration resumeWindow;

  FakeSessions(FakeStores stores, Rate rate, Duration resumeWindow) {
    this.stores = stores;
    this.rate = rate;
    this.resumeWindow = resumeWindow;
  }

  @Override
  public void create(Session session) {
    Session fresh = Session.fresh(session.id(), session.displayName(), session.expiresAt());
    if (!session.equals(fresh)) {
      throw new IllegalArgumentException("something has happened to that session already");
    }
    synchronized (stores.lock) {
      StoredSession stored =
          stores.sessionsById.computeIfAbsent(session.id(), _ -> new StoredSession(session));
      if (!stored.read().equals(session)) {
        throw new IllegalStateException("a session of that id exists");
      }
    }
  }

  @Override
  public Optional<Session> find(SessionId id) {
    synchronized (stores.lock) {
      return stores.session(id).map(StoredSession::read);
    }
  }

  @Override
  public List<Session> findAll(List<SessionId> ids) {
    synchronized (stores.lock) {
      return ids.stream().distinct().flatMap(id -> find(id).stream()).toList();
    }
  }

  @Override
  public Admission admit(SessionId id, Instant connectedAt, boolean tokenInTime, Instant now) {
    return letIn(id, connectedAt, Optional.empty(), tokenInTime, now);
  }

  @Override
  public Admission attach(SessionId id, Attachment attachment, boolean tokenInTime, Instant now) {
    return letIn(id, attachment.since(), Optional.of(attachment), tokenInTime, now);
  }

  private Admission letIn(
      SessionId id,
      Instant connectedAt,
      Optional<Attachment> hello,
      boolean tokenInTime,
      Instant now) {
    synchronized (stores.lock) {
      StoredSession session = stores.sessionsById.get(id);
      if (session == null || !session.expiresAt.isAfter(now)) {
        return new Admission.NotFound();
      }
      if (session.revoked) {
        return new Admission.Revoked();
      }
      boolean isVacant = hello.isPresent() && session.attachment.isEmpty();
      if (!isVacant && session.newestSince.filter(connectedAt::isBefore).isPresent()) {
        return new Admission.Superseded();
      }
      if (!tokenInTime && session.refreshedUntil.filter(now::isBefore).isEmpty()) {
        return new Admission.TokenExpired();
      }
      return switch (rate.take(session.rateUntil, now)) {
        case Rate.Decision.Refused refused -> new Admission.RateLimited(refused.retryAfter());
        case Rate.Decision.Taken taken -> {
          session.rateUntil = taken.until();
          Session before = session.read();
          hello.ifPresent(session::attach);
          yield new Admission.Admitted(before);
        }
      };
    }
  }

  @Override
  public boolean noteToken(SessionId id, Instant tokenExpiresAt, Instant now) {
    synchronized (stores.lock) {
      Optional<StoredSession> alive = stores.session(id).filter(session -> session.isAlive(now));
      alive.ifPresent(
          session -> session.refreshedUntil = Optional.of(tokenExpiresAt.truncatedTo(MILLIS)));
      return alive.isPresent();
    }
  }

  @Override
  public boolean detach(SessionId id, ConnectionId connection, Instant now) {
    synchronized (stores.lock) {
      Optional<StoredSession> held =
          stores
              .session(id)
              .filter(session -> session.read().connection().equals(Optional.of(connection)));
      held.ifPresent(
          session -> {
            session.attachment = Optional.empty();
            session.lostAt = Optional.of(now.truncatedTo(MILLIS));
            session.lost = Optional.of(connection);
          });
      return held.isPresent();
    }
  }

  @Override
  public Optional<Session> tellPeer(
      SessionId peer,
      SessionId session,
      ConnectionId connection,
      Optional<RoomName> room,
      Optional<CallId> call) {
    if (room.isEmpty() && call.isEmpty()) {
      throw new IllegalArgumentException("no peer without a room or a call");
    }
    synchronized (stores.lock) {
      Optional<StoredSession> told =
          stores
              .session(peer)
              .filter(s -> room.isEmpty() || (s.isIn(room.get()) && s.hasPeer(session)))
              .filter(s -> call.isEmpty() || isInCallWith(s, call.get(), session));
      Optional<Session> before = told.map(StoredSession::read);
      Optional<ConnectionId> reached = Optional.of(connection);
      told.filter(s -> room.isPresent()).ifPresent(s -> s.reach(session, reached));
      told.filter(s -> call.isPresent())
          .ifPresent(s -> s.call = s.call.map(current -> reachedAt(current, reached)));
      return before;
    }
  }

  private static boolean isInCallWith(StoredSession session, CallId call, SessionId peer) {
    return session.isIn(call) && session.call.orElseThrow().peer().equals(peer);
  }

  private static CurrentCall reachedAt(CurrentCall call, Optional<ConnectionId> connection) {
    return new CurrentCall(
        call.id(), call.role(), call.state(), call.type(), call.peer(), connection);
  }

  @Override
  public MailPlace takePlace(SessionId id, int bytes, Optional<ConnectionId> stuck, Instant now) {
    synchronized (stores.lock) {
      Optional<StoredSession> present =
          stores.session(id).filter(session -> session.read().isPresent(now, resumeWindow));
      if (present.isEmpty()) {
        return new MailPlace.Unavailable();
      }
      StoredSession session = present.get();
      Optional<ConnectionId> direct = session.read().directConnection();
      if (direct.isPresent() && !direct.equals(stuck)) {
        return new MailPlace.Direct(direct.get());
      }
      Mail mail = session.mail;
      if (!mail.hasRoomFor(bytes)) {
        return new MailPlace.Full();
      }
      session.mail = new Mail(mail.first(), mail.count() + 1, mail.bytes() + bytes);
      return new MailPlace.Taken(mail.end());
    }
  }

  @Override
  public Optional<Session> closeMail(SessionId id, ConnectionId connection, Mail delivered) {
    return empty(id, delivered, session -> isHeldBy(session, connection));
  }

  @Override
  public boolean discardMail(SessionId id, Mail mail, Instant now) {
    synchronized (stores.lock) {
      if (stores.session(id).isEmpty()) {
        return true;
      }
      Optional<Session> emptied = empty(id, mail, session -> !session.isConnected(now));
      emptied.flatMap(_ -> stores.session(id)).ifPresent(s -> s.lostAt = Optional.empty());
      return emptied.isPresent();
    }
  }

  private Optional<Session> empty(SessionId id, Mail mail, Predicate<StoredSession> condition) {
    synchronized (stores.lock) {
      Optional<StoredSession> emptied =
          stores
              .session(id)
              .filter(s -> s.mail.first() == mail.first() && s.mail.count() == mail.count())
              .filter(condition);
      emptied.ifPresent(session -> session.mail = new Mail(mail.end(), 0, 0));
      return emptied.map(StoredSession::read);
    }
  }

  @Override
  public boolean shortenMail(SessionId id, Mail delivered) {
    synchronized (stores.lock) {
      Optional<StoredSession> held =
          stores
              .session(id)
              .filter(session -> session.mail.first() == delivered.first())
              .filter(session -> session.mail.count() > delivered.count());
      held.ifPresent(
          session ->
              session.mail =
                  new Mail(
                      delivered.end(),
                      session.mail.count() - delivered.count(),
                      session.mail.bytes() - delivered.bytes()));
      return held.isPresent();
    }
  }

  private static boolean isHeldBy(StoredSession session, ConnectionId connection) {
    return session.read().connection().equals(Optional.of(connection));
  }

  @Override
  public boolean extend(SessionId id, Instant expiresAt, Instant now) {
    synchronized (stores.lock) {
      Optional<StoredSession> alive = stores.session(id).filter(session -> session.isAlive(now));
      alive.ifPresent(session -> session.expiresAt = expiresAt.truncatedTo(SECONDS));
      return alive.isPresent();
    }
  }

  @Override
  public void forgetDeparture(SessionId id) {
    synchronized (stores.lock) {
      stores
          .session(id)
          .ifPresent(
              session -> {
                session.ending = Optional.empty();
                session.leaving = Optional.empty();
              });
    }
  }

  @Override
  public Optional<Session> revoke(SessionId id, Instant now) {
    synchronized (stores.lock) {
      Optional<StoredSession> alive = stores.session(id).filter(session -> session.isAlive(now));
      Optional<Session> before = alive.map(StoredSession::read);
      alive.ifPresent(
          session -> {
            session.revoked = true;
            session.attachment = Optional.empty();
          });
      return before;
    }
  }
}
