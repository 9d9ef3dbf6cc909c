package dev.offhook.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.call.CallOutcome.Notice;
import dev.offhook.call.CallOutcome.NoticeKind;
import dev.offhook.call.CallRecord;
import dev.offhook.call.CallState;
import dev.offhook.fakes.TestClock;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.CallType;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.EndReason;
import dev.offhook.protocol.FrameId;
import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.ServerFrame.PeerLeft;
import dev.offhook.protocol.SessionId;
import dev.offhook.room.Room;
import dev.offhook.session.Rate;
import dev.offhook.session.RoomPlace;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Attachment;
import dev.offhook.session.Session.Leaving;
import dev.offhook.session.Ticket;
import dev.offhook.session.TokenCheck.Claims;
import dev.offhook.signaling.Calls.Ending;
import dev.offhook.signaling.Ids;
import dev.offhook.signaling.Rooms.Joining;
import dev.offhook.signaling.Sessions.Admission;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What each method of the stores costs: requests, and capacity units of DynamoDB. */
class StoreBudgetIT {

  private static final RequestCount COUNT = new RequestCount();
  private static final DynamoDbClient CLIENT = DynamoDbLocal.client(COUNT);

  private final TestClock clock = new TestClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final DynamoDbStores stores =
      new DynamoDbStores(CLIENT, Rate.of(30, 60), Duration.ofSeconds(30), clock);

  /** An id as long as those that the service makes. */
  private static String id() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 22);
  }

  private Session connected() {
    Session session =
        Session.fresh(
            new SessionId(id()),
            "A name of an ordinary length",
            clock.instant().plusSeconds(86_400));
    stores.sessions().create(session);
    stores.sessions().attach(session.id(), attachment(), true, clock.instant());
    return read(session);
  }

  private Attachment attachment() {
    return new Attachment(new ConnectionId(id().substring(0, 15) + "="), clock.instant());
  }

  private Session read(Session session) {
    return stores.sessions().find(session.id()).orElseThrow();
  }

  private static void costs(int requests, double capacityUnits, Runnable action) {
    COUNT.reset();
    action.run();
    assertThat(COUNT.requests()).as("requests").isEqualTo(requests);
    assertThat(COUNT.capacityUnits()).as("capacity units").isEqualTo(capacityUnits);
  }

  private Session joined(RoomName name, Session session) {
    Room before = stores.rooms().find(name);
    List<Session> peers = stores.sessions().findAll(before.othersThan(session.id()));
    assertThat(stores.rooms().join(joining(before, before.with(session.id()), session, peers)))
        .isTrue();
    return read(session);
  }

  private CallRecord record(Session caller, Session callee) {
    return CallRecord.ringing(
        new CallId(id()), caller.id(), callee.id(), CallType.VIDEO, clock.instant());
  }

  private boolean admit(Session session) {
    return stores.sessions().admit(session.id(), clock.instant(), true, clock.instant())
        instanceof Admission.Admitted;
  }

  @Test
  void readingASessionIsOneRequestAndOneUnit() {
    Session session = connected();

    costs(1, 1, () -> read(session));
  }

  @Test
  void readingSessionsIsOneRequestAndAUnitEach() {
    Session one = connected();
    Session other = connected();

    costs(1, 2, () -> stores.sessions().findAll(List.of(one.id(), other.id())));
    costs(0, 0, () -> stores.sessions().findAll(List.of()));
  }

  @Test
  void lettingAFrameInIsOneRequestAndOneUnit() {
    Session session = connected();
    clock.advance(Duration.ofSeconds(1));

    costs(1, 1, () -> assertThat(admit(session)).isTrue());
  }

  @Test
  void theFramesOfABurstAreOneRequestEachInOneEnvironment() {
    Session session = connected();
    clock.advance(Duration.ofSeconds(10));

    costs(
        60,
        60,
        () -> {
          for (int i = 0; i < 60; i++) {
            assertThat(admit(session)).isTrue();
          }
        });
  }

  @Test
  void aFrameCloseBehindOneThatAnotherEnvironmentSawIsTwoRequests() {
    Session session = connected();
    DynamoDbStores other =
        new DynamoDbStores(CLIENT, Rate.of(30, 60), Duration.ofSeconds(30), clock);

    costs(2, 1, () -> other.sessions().admit(session.id(), clock.instant(), true, clock.instant()));
    clock.advance(Duration.ofSeconds(10));
    costs(1, 1, () -> other.sessions().admit(session.id(), clock.instant(), true, clock.instant()));
  }

  @Test
  void changingASessionIsOneRequestAndOneUnit() {
    Session session = connected();
    Instant now = clock.instant();
    clock.advance(Duration.ofSeconds(1));

    costs(1, 1, () -> stores.sessions().attach(session.id(), attachment(), true, clock.instant()));
    costs(1, 1, () -> stores.sessions().noteToken(session.id(), now.plusSeconds(60), now));
    costs(1, 1, () -> stores.sessions().extend(session.id(), now.plusSeconds(90_000), now));
    ConnectionId connection = read(session).connection().orElseThrow();
    costs(1, 1, () -> stores.sessions().detach(session.id(), connection, now));
    costs(1, 1, () -> stores.sessions().revoke(session.id(), now));
  }

  @Test
  void aTicketIsOneRequestAndOneUnitToPutAndToTake() {
    Ticket ticket = new Ids(new SecureRandom()).newTicket();
    Instant expiresAt = clock.instant().plusSeconds(30);
    Claims claims = new Claims(new SessionId(id()), "A name of an ordinary length", expiresAt);

    costs(1, 1, () -> stores.tickets().put(ticket, claims, expiresAt));
    costs(1, 1, () -> assertThat(stores.tickets().take(ticket, clock.instant())).isPresent());
  }

  @Test
  void aCallIsOneTransactionOfThreeItemsForEachOfItsSteps() {
    RoomName room = new RoomName(id());
    Session first = joined(room, connected());
    Session callee = joined(room, connected());
    Session caller = read(first);
    CallRecord call = record(caller, callee);

    costs(
        1,
        6,
        () -> stores.calls().open(call, Optional.of(new FrameId(id() + id())), caller, callee));
    costs(1, 1, () -> stores.calls().find(call.id()));
    costs(1, 6, () -> stores.calls().answer(call.id(), caller.id(), callee.id(), clock.instant()));
    // The session's item has all it ever has now, and still is one unit.
    clock.advance(Duration.ofSeconds(1));
    costs(1, 1, () -> assertThat(admit(caller)).isTrue());
    costs(
        1,
        1,
        () ->
            stores
                .sessions()
                .tellPeer(
                    caller.id(),
                    callee.id(),
                    new ConnectionId("R1kmxc2VNjMCFIA="),
                    Optional.of(room),
                    Optional.of(call.id())));
    Ending ending =
        new Ending(
            call.id(),
            caller.id(),
            callee.id(),
            CallState.ACTIVE,
            new Notice(NoticeKind.CALL_END, EndReason.HANGUP),
            clock.instant(),
            Optional.of(
                new Ending.By(
                    stores.sessions().find(caller.id()).orElseThrow(),
                    Optional.of(new FrameId("end-1")),
                    false)));
    costs(1, 6, () -> stores.calls().end(ending));
  }

  @Test
  void joiningAndLeavingAreOneTransactionOfTheRoomAndAllWhoAreInIt() {
    RoomName room = new RoomName(id());
    Session first = connected();
    Session second = connected();
    Room empty = Room.empty(room);
    Room one = empty.with(first.id());

    costs(1, 4, () -> joinsTheEmptyRoom(empty, one, first));
    Session there = read(first);
    costs(
        1,
        6,
        () -> stores.rooms().join(joining(one, one.with(second.id()), second, List.of(there))));
    Session leaving = read(second);
    Instant since = leaving.room().flatMap(RoomPlace::unannounced).orElseThrow();
    costs(1, 1, () -> stores.rooms().announced(second.id(), room, since));
    Leaving memory =
        Leaving.of(
            leaving.room().orElseThrow(),
            Optional.of(new FrameId("leave-1")),
            PeerLeft.LEFT,
            clock.instant());
    costs(1, 6, () -> stores.rooms().leave(leaving, memory, false));
  }

  private void joinsTheEmptyRoom(Room empty, Room one, Session session) {
    stores.rooms().join(joining(empty, one, session, List.of()));
  }

  private Joining joining(Room before, Room after, Session session, List<Session> peers) {
    return new Joining(
        before,
        after,
        session,
        peers,
        List.of(),
        Optional.of(new FrameId("join-1")),
        clock.instant());
  }
}
