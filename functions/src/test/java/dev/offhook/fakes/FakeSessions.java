package dev.offhook.fakes;

import static java.time.temporal.ChronoUnit.MILLIS;
import static java.time.temporal.ChronoUnit.SECONDS;

import dev.offhook.call.CurrentCall;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.FrameRate;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Attachment;
import dev.offhook.signaling.Sessions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The sessions in memory. */
final class FakeSessions implements Sessions {

  private final FakeStores stores;
  private final FrameRate rate;

  FakeSessions(FakeStores stores, FrameRate rate) {
    this.stores = stores;
    this.rate = rate;
  }

  @Override
  public void create(Session session) {
    Session fresh = Session.fresh(session.id(), session.displayName(), session.expiresAt());
    if (!session.equals(fresh)) {
      throw new IllegalArgumentException("something has happened to that session already");
    }
    synchronized (stores.lock) {
      if (stores.sessionsById.putIfAbsent(session.id(), new StoredSession(session)) != null) {
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
  public Admission admit(SessionId id, boolean tokenInTime, Instant now) {
    return letIn(id, Optional.empty(), tokenInTime, now);
  }

  @Override
  public Admission attach(SessionId id, Attachment attachment, boolean tokenInTime, Instant now) {
    return letIn(id, Optional.of(attachment), tokenInTime, now);
  }

  private Admission letIn(
      SessionId id, Optional<Attachment> hello, boolean tokenInTime, Instant now) {
    synchronized (stores.lock) {
      StoredSession session = stores.sessionsById.get(id);
      if (session == null || !session.expiresAt.isAfter(now)) {
        return new Admission.NotFound();
      }
      if (session.revoked) {
        return new Admission.Revoked();
      }
      if (hello.isPresent() && isSuperseded(session, hello.get())) {
        return new Admission.Superseded();
      }
      if (!tokenInTime && session.refreshedUntil.filter(now::isBefore).isEmpty()) {
        return new Admission.TokenExpired();
      }
      return switch (rate.take(session.rateUntil, now)) {
        case FrameRate.Decision.Refused refused -> new Admission.RateLimited(refused.retryAfter());
        case FrameRate.Decision.Taken taken -> {
          session.rateUntil = taken.until();
          Session before = session.read();
          hello.ifPresent(attachment -> session.attachment = hello);
          yield new Admission.Admitted(before);
        }
      };
    }
  }

  private static boolean isSuperseded(StoredSession session, Attachment hello) {
    return session.attachment.filter(held -> held.since().isAfter(hello.since())).isPresent();
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
      Optional<ConnectionId> reached = Optional.of(connection);
      told.filter(s -> room.isPresent()).ifPresent(s -> s.reach(session, reached));
      told.filter(s -> call.isPresent())
          .ifPresent(s -> s.call = s.call.map(current -> reachedAt(current, reached)));
      return told.map(StoredSession::read);
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
  public boolean extend(SessionId id, Instant expiresAt, Instant now) {
    synchronized (stores.lock) {
      Optional<StoredSession> alive = stores.session(id).filter(session -> session.isAlive(now));
      alive.ifPresent(session -> session.expiresAt = expiresAt.truncatedTo(SECONDS));
      return alive.isPresent();
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
