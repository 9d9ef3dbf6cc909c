package dev.offhook.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.ServerFrame.PeerLeft;
import dev.offhook.protocol.SessionId;
import dev.offhook.room.Room;
import dev.offhook.session.RoomPlace;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Leaving;
import dev.offhook.signaling.Rooms;
import dev.offhook.signaling.Rooms.Joining;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@link Rooms} promises. */
public abstract class RoomsContract extends StoreContract {

  private static final Duration ROOM_KEPT = Duration.ofDays(7);

  private final RoomName name = newRoom();

  private Rooms rooms() {
    return stores.rooms();
  }

  private boolean leave(Session session, boolean unlessBack) {
    RoomPlace place = session.room().orElse(new RoomPlace(name, Map.of(), Optional.empty()));
    Leaving leaving = Leaving.of(place, Optional.empty(), PeerLeft.LEFT, now());
    return rooms().leave(session, leaving, unlessBack);
  }

  private Joining joining(
      Room before, Room after, Session session, List<Session> peers, List<Session> freed) {
    return new Joining(before, after, session, peers, freed, Optional.empty(), now());
  }

  private Map<SessionId, Optional<ConnectionId>> peersOf(Session session) {
    return read(session).room().map(RoomPlace::peers).orElseThrow();
  }

  /** Joins with what was read before. */
  private boolean join(Room before, Session session, List<Session> peers) {
    return rooms().join(joining(before, before.with(session.id()), session, peers, List.of()));
  }

  /** Joins in the place of one who stayed away. */
  private boolean joinInsteadOf(Session goer, Session session, List<Session> peers) {
    Room before = rooms().find(name);
    Room after = before.without(Set.of(goer.id())).with(session.id());
    boolean exists = stores.sessions().find(goer.id()).isPresent();
    return rooms().join(joining(before, after, session, peers, exists ? List.of(goer) : List.of()));
  }

  @Test
  void aRoomThatNobodyJoinedIsEmpty() {
    assertThat(rooms().find(name)).isEqualTo(Room.empty(name));
  }

  @Test
  void whoJoinsFirstIsAlone() {
    Session session = connected();

    assertThat(tryJoin(session, name)).isTrue();

    assertThat(rooms().find(name).places()).isEqualTo(Map.of(session.id(), 1L));
    assertThat(read(session).room()).contains(new RoomPlace(name, Map.of(), Optional.empty()));
  }

  @Test
  void whoJoinsNextAndWhoIsThereKnowWhereTheOtherIsReached() {
    Session first = join(connected(), name);
    Session second = join(connected(), name);

    assertThat(rooms().find(name).places()).isEqualTo(Map.of(first.id(), 1L, second.id(), 2L));
    assertThat(peersOf(first)).isEqualTo(Map.of(second.id(), second.connection()));
    assertThat(peersOf(second)).isEqualTo(Map.of(first.id(), first.connection()));
  }

  @Test
  void whoHasNoConnectionIsAPeerOfUnknownWhereabouts() {
    Session away = join(guest(), name);
    Session other = join(connected(), name);

    assertThat(peersOf(other)).isEqualTo(Map.of(away.id(), Optional.empty()));
    assertThat(peersOf(away)).isEqualTo(Map.of(other.id(), other.connection()));
  }

  @Test
  void aRoomHoldsAsManyAsTheRuleAllows() {
    List<Session> all = List.of(connected(), connected(), connected(), connected());
    all.forEach(session -> join(session, name));

    for (Session session : all) {
      assertThat(peersOf(session).keySet())
          .isEqualTo(Set.copyOf(rooms().find(name).othersThan(session.id())));
    }
  }

  @Test
  void whoCameToOthersIsUnannouncedUntilThatIsNoted() {
    Session first = join(connected(), name);
    Session second = join(connected(), name);
    Instant since = unannounced(second).orElseThrow();
    assertThat(unannounced(first)).isEmpty();

    assertThat(rooms().announced(second.id(), newRoom(), since)).isFalse();
    assertThat(rooms().announced(second.id(), name, since.minusMillis(1))).isFalse();
    assertThat(unannounced(second)).contains(since);

    assertThat(rooms().announced(second.id(), name, since)).isTrue();
    assertThat(rooms().announced(second.id(), name, since)).isFalse();
    assertThat(unannounced(second)).isEmpty();
    assertThat(peersOf(second)).isEqualTo(Map.of(first.id(), first.connection()));
  }

  private Optional<Instant> unannounced(Session session) {
    return read(session).room().flatMap(RoomPlace::unannounced);
  }

  @Test
  void nobodyJoinsARoomThatChangedMeanwhile() {
    Session late = connected();
    Room before = rooms().find(name);
    Session first = join(connected(), name);

    assertThat(join(before, late, List.of())).isFalse();

    assertThat(read(late)).isEqualTo(late);
    assertThat(rooms().find(name).places()).isEqualTo(Map.of(first.id(), 1L));
  }

  @Test
  void nobodyJoinsARoomThatAPeerLeftMeanwhile() {
    Session peer = join(connected(), name);
    Room before = rooms().find(name);
    leave(peer, false);
    Session late = connected();

    assertThat(join(before, late, List.of(peer))).isFalse();

    assertThat(read(late).room()).isEmpty();
  }

  @Test
  void nobodyJoinsWithWhereAPeerWasReachedBefore() {
    Session peer = join(connected(), name);
    Session moved = attach(peer, newConnection());
    Session late = connected();

    assertThat(join(rooms().find(name), late, List.of(peer))).isFalse();
    assertThat(join(rooms().find(name), late, List.of(moved))).isTrue();
  }

  @Test
  void nobodyJoinsWithWhereItWasReachedBefore() {
    Session session = connected();
    attach(session, newConnection());

    assertThat(join(rooms().find(name), session, List.of())).isFalse();

    assertThat(rooms().find(name).places()).isEmpty();
  }

  @Test
  void whoIsNotAliveDoesNotJoin() {
    Session revoked = lost();
    stores.sessions().revoke(revoked.id(), now());
    assertThat(join(rooms().find(name), read(revoked), List.of())).isFalse();

    Session expired = connected();
    clock.advance(SESSION_LIFETIME);
    assertThat(join(rooms().find(name), expired, List.of())).isFalse();

    stores.delete(expired.id());
    assertThat(join(rooms().find(name), expired, List.of())).isFalse();
    assertThat(rooms().find(name).places()).isEmpty();
  }

  @Test
  void whoJoinsAnotherRoomLeavesTheFirst() {
    Session stays = join(connected(), name);
    Session moves = join(connected(), name);
    RoomName other = newRoom();

    join(moves, other);

    assertThat(rooms().find(name).places()).isEqualTo(Map.of(stays.id(), 1L));
    assertThat(peersOf(stays)).isEmpty();
    assertThat(read(moves).room()).contains(new RoomPlace(other, Map.of(), Optional.empty()));
    assertThat(rooms().find(other).holds(moves.id())).isTrue();
  }

  @Test
  void whoMovedMeanwhileDoesNotJoinAsIfItHadNot() {
    Session session = connected();
    join(session, newRoom());

    assertThat(join(rooms().find(name), session, List.of())).isFalse();

    assertThat(rooms().find(name).places()).isEmpty();
  }

  @Test
  void twoWhoMeetInAnotherRoomLeaveTheFirstOneAfterTheOther() {
    Session one = join(connected(), name);
    Session other = join(connected(), name);
    RoomName next = newRoom();

    join(one, next);
    join(other, next);

    assertThat(peersOf(one)).isEqualTo(Map.of(other.id(), other.connection()));
    assertThat(peersOf(other)).isEqualTo(Map.of(one.id(), one.connection()));
    assertThat(rooms().find(name).places()).isEmpty();
  }

  @Test
  void whatWasReadWhileAPeerMovedIsNoReasonToJoin() {
    RoomName old = newRoom();
    Session session = join(connected(), old);
    Session peer = join(connected(), old);
    session = read(session);
    Session moved = join(peer, name);

    assertThat(join(rooms().find(name), session, List.of(moved))).isFalse();
    assertThat(join(rooms().find(name), read(session), List.of(moved))).isTrue();
  }

  @Test
  void theOldRoomBeingNoMoreIsNoReasonNotToJoin() {
    RoomName old = newRoom();
    Session session = join(connected(), old);
    Session peer = join(connected(), old);
    stores.delete(old);
    stores.delete(peer.id());

    assertThat(join(rooms().find(name), read(session), List.of())).isTrue();

    assertThat(rooms().find(old).places()).isEmpty();
    assertThat(stores.sessions().find(peer.id())).isEmpty();
  }

  @Test
  void whoStayedAwayLosesThePlaceToWhoJoins() {
    Session goer = join(lost(), name);
    Session session = connected();

    assertThat(joinInsteadOf(goer, session, List.of())).isTrue();

    assertThat(rooms().find(name).places()).isEqualTo(Map.of(session.id(), 1L));
    assertThat(read(goer).room()).isEmpty();
    assertThat(read(goer).leaving())
        .hasValueSatisfying(
            leaving -> {
              assertThat(leaving.room()).isEqualTo(name);
              assertThat(leaving.reason()).isEqualTo(PeerLeft.DISCONNECTED);
            });
    assertThat(peersOf(session)).isEmpty();
  }

  @Test
  void thoseWhoStayCountOutWhoStayedAway() {
    Session stays = join(connected(), name);
    Session goer = join(lost(), name);
    Session session = connected();

    assertThat(joinInsteadOf(goer, session, List.of(stays))).isTrue();

    assertThat(peersOf(stays)).isEqualTo(Map.of(session.id(), session.connection()));
    assertThat(peersOf(session)).isEqualTo(Map.of(stays.id(), stays.connection()));
  }

  @Test
  void whoIsNoMoreIsCountedOutAsWell() {
    Session stays = join(connected(), name);
    Session goer = join(connected(), name);
    stores.delete(goer.id());
    Session session = connected();

    assertThat(joinInsteadOf(goer, session, List.of(stays))).isTrue();

    assertThat(peersOf(stays)).isEqualTo(Map.of(session.id(), session.connection()));
    assertThat(stores.sessions().find(goer.id())).isEmpty();
  }

  @Test
  void whoVanishesInTheMiddleIsPassedOver() {
    Session goer = join(lost(), name);
    Session session = connected();
    Room before = rooms().find(name);
    Room after = before.without(Set.of(goer.id())).with(session.id());
    stores.delete(goer.id());

    assertThat(rooms().join(joining(before, after, session, List.of(), List.of(goer)))).isTrue();

    assertThat(stores.sessions().find(goer.id())).isEmpty();
  }

  @Test
  void whoIsBackKeepsThePlace() {
    Session goer = join(lost(), name);
    Session back = attach(goer, newConnection());
    Session session = connected();

    assertThat(joinInsteadOf(goer, session, List.of())).isFalse();

    assertThat(read(goer)).isEqualTo(back);
    assertThat(rooms().find(name).holds(goer.id())).isTrue();
  }

  @Test
  void whoWasBackMeanwhileKeepsThePlaceForAnotherWindow() {
    Session goer = join(lost(), name);
    clock.advance(Duration.ofSeconds(40));
    Session back = attach(goer, newConnection());
    stores.sessions().detach(goer.id(), back.connection().orElseThrow(), now());

    assertThat(joinInsteadOf(goer, connected(), List.of())).isFalse();
  }

  @Test
  void whoExpiredLosesThePlaceWhateverItsConnection() {
    Session goer = join(connected(), name);
    clock.advance(SESSION_LIFETIME);

    assertThat(joinInsteadOf(read(goer), connected(), List.of())).isTrue();

    assertThat(read(goer).room()).isEmpty();
  }

  @Test
  void aRoomThatNobodyJoinedForAWeekIsEmpty() {
    Session first = join(connected(), name);
    Room before = rooms().find(name);
    clock.advance(ROOM_KEPT);

    assertThat(rooms().find(name)).isEqualTo(Room.empty(name));
    Session late = connected();
    assertThat(join(before, late, List.of(first))).isFalse();
    assertThat(join(Room.empty(name), late, List.of())).isTrue();
    assertThat(rooms().find(name).places()).isEqualTo(Map.of(late.id(), 1L));
  }

  @Test
  void whoLeavesIsInNoRoomAndNobodysPeer() {
    Session stays = join(connected(), name);
    Session leaves = join(connected(), name);

    assertThat(leave(leaves, false)).isTrue();

    assertThat(read(leaves).room()).isEmpty();
    assertThat(peersOf(stays)).isEmpty();
    assertThat(rooms().find(name).places()).isEqualTo(Map.of(stays.id(), 1L));
  }

  @Test
  void whoIsInNoRoomLeavesNone() {
    Session session = connected();

    assertThat(leave(session, false)).isFalse();
  }

  @Test
  void leavingTwiceIsLeavingOnce() {
    Session session = join(connected(), name);

    assertThat(leave(session, false)).isTrue();
    assertThat(leave(session, false)).isFalse();
  }

  @Test
  void nobodyLeavesAPlaceThatChangedMeanwhile() {
    Session session = join(connected(), name);
    join(connected(), name);

    assertThat(leave(session, false)).isFalse();
    assertThat(leave(read(session), false)).isTrue();
  }

  @Test
  void whoIsNoMoreLeavesNothing() {
    Session session = join(connected(), name);
    stores.delete(session.id());

    assertThat(leave(session, false)).isFalse();

    assertThat(stores.sessions().find(session.id())).isEmpty();
  }

  @Test
  void peersAndRoomThatAreNoMoreArePassedOver() {
    Session session = join(connected(), name);
    Session peer = join(connected(), name);
    stores.delete(peer.id());
    stores.delete(name);

    assertThat(leave(read(session), false)).isTrue();

    assertThat(read(session).room()).isEmpty();
    assertThat(stores.sessions().find(peer.id())).isEmpty();
    assertThat(rooms().find(name).places()).isEmpty();
  }

  @Test
  void whoIsRevokedCanBeTakenOut() {
    Session session = join(connected(), name);
    Session peer = join(connected(), name);
    Session before = stores.sessions().revoke(session.id(), now()).orElseThrow();

    assertThat(leave(before, false)).isTrue();

    assertThat(peersOf(peer)).isEmpty();
  }

  @Test
  void whoIsBackDoesNotLeave() {
    Session session = join(lost(), name);
    attach(session, newConnection());

    assertThat(leave(session, true)).isFalse();
    assertThat(leave(read(session), true)).isFalse();

    assertThat(rooms().find(name).holds(session.id())).isTrue();
  }

  @Test
  void whoWasBackMeanwhileDoesNotLeave() {
    Session session = join(lost(), name);
    clock.advance(Duration.ofSeconds(1));
    Session back = attach(session, newConnection());
    stores.sessions().detach(session.id(), back.connection().orElseThrow(), now());

    assertThat(leave(session, true)).isFalse();
  }

  @Test
  void whoStaysAwayLeaves() {
    Session session = join(lost(), name);

    assertThat(leave(session, true)).isTrue();
  }

  @Test
  void whoExpiredIsNotBackWhateverItsConnection() {
    Session session = join(connected(), name);
    clock.advance(SESSION_LIFETIME);

    assertThat(leave(session, true)).isTrue();
  }

  @Test
  void ofTwoWhoWantTheLastPlaceOneGetsIt() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      RoomName room = newRoom();
      Session there = join(guest(), room);
      Session one = guest();
      Session other = guest();
      Room before = rooms().find(room);

      List<Boolean> joined =
          race(
              List.of(
                  () -> join(before, one, List.of(there)),
                  () -> join(before, other, List.of(there))));

      assertThat(joined).containsExactlyInAnyOrder(true, false);
      Session winner = joined.getFirst() ? one : other;
      Session loser = joined.getFirst() ? other : one;
      assertThat(rooms().find(room).places().keySet()).isEqualTo(Set.of(there.id(), winner.id()));
      assertThat(peersOf(there).keySet()).isEqualTo(Set.of(winner.id()));
      assertThat(peersOf(winner).keySet()).isEqualTo(Set.of(there.id()));
      assertThat(read(loser).room()).isEmpty();
    }
  }

  @Test
  void ofJoiningAndLeavingThatMeetNobodyKeepsAPeerThatIsNotThere() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      RoomName room = newRoom();
      Session leaves = join(guest(), room);
      Session joins = guest();
      Room before = rooms().find(room);

      List<Boolean> done =
          race(List.of(() -> leave(leaves, false), () -> join(before, joins, List.of(leaves))));

      assertThat(done).containsExactlyInAnyOrder(true, false);
      Set<SessionId> members = rooms().find(room).places().keySet();
      assertThat(members).hasSize(done.getFirst() ? 0 : 2);
      assertThat(read(leaves).room().isPresent()).isEqualTo(members.contains(leaves.id()));
      assertThat(read(joins).room().isPresent()).isEqualTo(members.contains(joins.id()));
    }
  }
}
