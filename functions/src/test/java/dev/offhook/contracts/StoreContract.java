package dev.offhook.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.call.CallRecord;
import dev.offhook.fakes.TestClock;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.CallType;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.FrameId;
import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.SessionId;
import dev.offhook.room.Room;
import dev.offhook.session.Rate;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Attachment;
import dev.offhook.signaling.Rooms.Joining;
import dev.offhook.signaling.Sessions.Admission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;

/** What the contracts of all stores need: sessions in every situation, and a clock. */
abstract class StoreContract {

  static final Duration SESSION_LIFETIME = Duration.ofHours(24);

  /** How long after a loss frames wait for a session. */
  protected static final Duration RESUME_WINDOW = Duration.ofSeconds(30);

  static final Rate RATE = Rate.of(10, 5);
  static final Duration INTERVAL = Duration.ofMillis(100);
  static final int BURST = 5;

  final TestClock clock = new TestClock(Instant.parse("2026-01-01T12:00:00.123Z"));
  Stores stores;

  /** Stores that hold nothing of the ids that this test makes. */
  protected abstract Stores open(Rate rate, InstantSource clock);

  /** How often a race is run. */
  protected abstract int rounds();

  @BeforeEach
  void openStores() {
    stores = open(RATE, clock);
  }

  Instant now() {
    return clock.instant();
  }

  static String unique() {
    return UUID.randomUUID().toString();
  }

  static ConnectionId newConnection() {
    return new ConnectionId(unique().substring(0, 15) + "=");
  }

  static RoomName newRoom() {
    return new RoomName(unique());
  }

  /** A session that nothing has happened to. */
  Session guest() {
    Instant expiresAt = now().plus(SESSION_LIFETIME).truncatedTo(ChronoUnit.SECONDS);
    Session session = Session.fresh(new SessionId(unique()), "Ann \uD83D\uDE00", expiresAt);
    stores.sessions().create(session);
    return session;
  }

  /** A session with a connection. */
  Session connected() {
    return attach(guest(), newConnection());
  }

  /** A session that had a connection and lost it now. */
  Session lost() {
    Session session = connected();
    stores.sessions().detach(session.id(), session.connection().orElseThrow(), now());
    return read(session);
  }

  Session attach(Session session, ConnectionId connection) {
    Attachment attachment = new Attachment(connection, now().truncatedTo(ChronoUnit.MILLIS));
    assertThat(stores.sessions().attach(session.id(), attachment, true, now()))
        .isInstanceOf(Admission.Admitted.class);
    return read(session);
  }

  Session read(Session session) {
    return stores.sessions().find(session.id()).orElseThrow();
  }

  CallRecord record(Session caller, Session callee) {
    return CallRecord.ringing(
        new CallId(unique()), caller.id(), callee.id(), CallType.VIDEO, now());
  }

  /** Opens a call between two as they are now. */
  CallRecord ringing(Session caller, Session callee) {
    CallRecord call = record(caller, callee);
    assertThat(
            stores
                .calls()
                .open(call, Optional.of(new FrameId("offer-1")), read(caller), read(callee)))
        .isTrue();
    return call;
  }

  CallRecord active(Session caller, Session callee) {
    CallRecord call = ringing(caller, callee);
    assertThat(stores.calls().answer(call.id(), caller.id(), callee.id(), now())).isTrue();
    return call;
  }

  /** Joins a room with everyone who is in it already. */
  Session join(Session session, RoomName name) {
    assertThat(tryJoin(session, name)).isTrue();
    return read(session);
  }

  boolean tryJoin(Session session, RoomName name) {
    Room before = stores.rooms().find(name);
    List<Session> peers = stores.sessions().findAll(before.othersThan(session.id()));
    return stores
        .rooms()
        .join(
            new Joining(
                before,
                before.with(session.id()),
                read(session),
                peers,
                List.of(),
                Optional.empty(),
                now()));
  }

  /** Runs all at the same moment and gives their results in order. */
  static <T> List<T> race(List<Callable<T>> racers) throws Exception {
    CyclicBarrier start = new CyclicBarrier(racers.size());
    try (ExecutorService threads = Executors.newFixedThreadPool(racers.size())) {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> racer : racers) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return racer.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> result : running) {
        results.add(result.get());
      }
      return results;
    }
  }
}
