package dev.offhook.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offhook.call.CallOutcome.Notice;
import dev.offhook.call.CallOutcome.NoticeKind;
import dev.offhook.call.CallRecord;
import dev.offhook.call.CallState;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.EndReason;
import dev.offhook.protocol.FrameId;
import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Attachment;
import dev.offhook.session.Session.Leaving;
import dev.offhook.signaling.Calls.Ending;
import dev.offhook.signaling.Sessions;
import dev.offhook.signaling.Sessions.Admission;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link Sessions} promises, but for letting frames in: {@link AdmissionContract}. */
public abstract class SessionsContract extends StoreContract {

  @Test
  void whatASessionEndedAndLeftIsForgottenOnceAllWereTold() {
    Session session = connected();
    Session peer = connected();
    CallRecord call = active(session, peer);
    Notice notice = new Notice(NoticeKind.CALL_END, EndReason.HANGUP);
    Optional<FrameId> frame = Optional.of(new FrameId("end"));
    stores
        .calls()
        .end(
            new Ending(
                call.id(),
                session.id(),
                peer.id(),
                CallState.ACTIVE,
                notice,
                now(),
                Optional.of(new Ending.By(read(session), frame, false))));
    join(session, newRoom());
    Leaving leaving =
        Leaving.of(read(session).room().orElseThrow(), Optional.empty(), "left", now());
    stores.rooms().leave(read(session), leaving, false);
    assertThat(read(session).ending())
        .contains(new Session.Ending(frame, call.id(), peer.id(), notice, now()));
    assertThat(read(session).leaving()).contains(leaving);
    assertThat(read(peer).ending()).isEmpty();

    stores.sessions().forgetDeparture(session.id());

    assertThat(read(session).ending()).isEmpty();
    assertThat(read(session).leaving()).isEmpty();
    Session deleted = guest();
    stores.delete(deleted.id());
    stores.sessions().forgetDeparture(deleted.id());
    assertThat(stores.sessions().find(deleted.id())).isEmpty();
  }

  private Sessions sessions() {
    return stores.sessions();
  }

  @Test
  void aSessionIsFoundAsItWasPut() {
    Session session = guest();

    assertThat(sessions().find(session.id())).contains(session);
  }

  @Test
  void anIdIsNeverPutTwice() {
    Session session = guest();

    Session other = Session.fresh(session.id(), "other", session.expiresAt());
    assertThatThrownBy(() -> sessions().create(other)).isInstanceOf(IllegalStateException.class);
    assertThat(read(session)).isEqualTo(session);
  }

  @Test
  void theSameSessionPutAgainIsARepetition() {
    Session session = guest();

    sessions().create(session);

    assertThat(read(session)).isEqualTo(session);
  }

  @Test
  void onlyASessionThatNothingHappenedToIsPut() {
    Session connected = connected();

    assertThatThrownBy(() -> sessions().create(connected))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSessionThatNeverWasIsNotFound() {
    assertThat(sessions().find(new SessionId(unique()))).isEmpty();
  }

  @Test
  void revokedAndExpiredSessionsAreFound() {
    Session session = guest();
    sessions().revoke(session.id(), now());
    clock.advance(SESSION_LIFETIME);

    assertThat(read(session).revoked()).isTrue();
    assertThat(read(session).isAlive(now())).isFalse();
  }

  @Test
  void allThatExistAreFoundAtOnce() {
    Session one = guest();
    Session other = connected();

    assertThat(sessions().findAll(List.of(one.id(), new SessionId(unique()), other.id(), one.id())))
        .containsExactlyInAnyOrder(one, other);
  }

  @Test
  void noneAreFoundForNoIds() {
    assertThat(sessions().findAll(List.of())).isEmpty();
  }

  @Test
  void detachingTakesTheConnectionOffAndNotesWhen() {
    Session session = connected();

    assertThat(sessions().detach(session.id(), session.connection().orElseThrow(), now())).isTrue();

    assertThat(read(session).attachment()).isEmpty();
    assertThat(read(session).lostAt()).contains(now());
  }

  @Test
  void detachingAConnectionThatIsNotTheSessionsChangesNothing() {
    Session session = connected();

    assertThat(sessions().detach(session.id(), newConnection(), now())).isFalse();

    assertThat(read(session)).isEqualTo(session);
  }

  @Test
  void detachingTwiceIsDetachingOnce() {
    Session session = connected();
    ConnectionId connection = session.connection().orElseThrow();
    sessions().detach(session.id(), connection, now());
    Session once = read(session);
    clock.advance(Duration.ofSeconds(1));

    assertThat(sessions().detach(session.id(), connection, now())).isFalse();

    assertThat(read(session)).isEqualTo(once);
  }

  @Test
  void detachingFromASessionThatNeverWasMakesNone() {
    SessionId nobody = new SessionId(unique());

    assertThat(sessions().detach(nobody, newConnection(), now())).isFalse();

    assertThat(sessions().find(nobody)).isEmpty();
  }

  @Test
  void aTokenIsNotedOnALivingSession() {
    Session session = guest();

    assertThat(sessions().noteToken(session.id(), now().plusSeconds(3600), now())).isTrue();

    assertThat(read(session).refreshedUntil()).contains(now().plusSeconds(3600));
  }

  @Test
  void aTokenIsNotNotedOnARevokedAnExpiredOrNoSession() {
    Session revoked = guest();
    sessions().revoke(revoked.id(), now());
    Session expired = guest();
    clock.advance(SESSION_LIFETIME);

    assertThat(sessions().noteToken(revoked.id(), now().plusSeconds(1), now())).isFalse();
    assertThat(sessions().noteToken(expired.id(), now().plusSeconds(1), now())).isFalse();
    assertThat(sessions().noteToken(new SessionId(unique()), now(), now())).isFalse();
    assertThat(read(expired)).isEqualTo(expired);
  }

  @Test
  void anExtendedSessionLivesOnUntilThen() {
    Session session = guest();

    assertThat(sessions().extend(session.id(), now().plusSeconds(90_000), now())).isTrue();

    assertThat(read(session).expiresAt())
        .isEqualTo(now().plusSeconds(90_000).truncatedTo(ChronoUnit.SECONDS));
  }

  @Test
  void aRevokedAnExpiredOrNoSessionIsNotExtended() {
    Session revoked = guest();
    sessions().revoke(revoked.id(), now());
    Session expired = guest();
    clock.advance(SESSION_LIFETIME);

    assertThat(sessions().extend(revoked.id(), now().plusSeconds(1), now())).isFalse();
    assertThat(sessions().extend(expired.id(), now().plusSeconds(1), now())).isFalse();
    SessionId nobody = new SessionId(unique());
    assertThat(sessions().extend(nobody, now().plusSeconds(1), now())).isFalse();
    assertThat(sessions().find(nobody)).isEmpty();
  }

  @Test
  void aSessionEndsAtTheSecondItExpires() {
    Session session = guest();
    clock.advance(SESSION_LIFETIME.minusMillis(124));
    assertThat(sessions().extend(session.id(), session.expiresAt(), now())).isTrue();
    clock.advance(Duration.ofMillis(1));

    assertThat(now()).isEqualTo(session.expiresAt());
    assertThat(sessions().extend(session.id(), session.expiresAt(), now())).isFalse();
  }

  @Test
  void revokingTellsTheSessionAsItWasAndTakesItsConnectionOff() {
    Session session = connected();

    assertThat(sessions().revoke(session.id(), now())).contains(session);

    assertThat(read(session).revoked()).isTrue();
    assertThat(read(session).attachment()).isEmpty();
  }

  @Test
  void revokingLeavesRoomAndCallToTheirOwnTransitions() {
    Session session = connected();
    Session peer = connected();
    RoomName room = newRoom();
    join(session, room);
    join(peer, room);
    ringing(session, peer);
    Session before = read(session);

    sessions().revoke(session.id(), now());

    assertThat(read(session).room()).isEqualTo(before.room());
    assertThat(read(session).call()).isEqualTo(before.call());
  }

  @Test
  void aSessionThatIsNotAliveIsNotRevoked() {
    Session revoked = guest();
    sessions().revoke(revoked.id(), now());
    Session expired = guest();
    clock.advance(SESSION_LIFETIME);

    assertThat(sessions().revoke(revoked.id(), now())).isEmpty();
    assertThat(sessions().revoke(expired.id(), now())).isEmpty();
    assertThat(sessions().revoke(new SessionId(unique()), now())).isEmpty();
  }

  @Test
  void aPeerInTheRoomIsToldWhereASessionIsReached() {
    RoomName room = newRoom();
    Session session = join(connected(), room);
    Session peer = join(connected(), room);
    Session before = read(peer);
    ConnectionId newer = newConnection();

    Optional<Session> told =
        sessions().tellPeer(peer.id(), session.id(), newer, Optional.of(room), Optional.empty());

    assertThat(told).contains(before);
    assertThat(read(peer).room().orElseThrow().peers())
        .containsEntry(session.id(), Optional.of(newer));
  }

  @Test
  void aPeerInTheCallIsToldWhereASessionIsReached() {
    Session session = connected();
    Session peer = connected();
    CallRecord call = ringing(session, peer);
    Session before = read(peer);
    ConnectionId newer = newConnection();

    Optional<Session> told =
        sessions()
            .tellPeer(peer.id(), session.id(), newer, Optional.empty(), Optional.of(call.id()));

    assertThat(told).contains(before);
    assertThat(read(peer).call().orElseThrow().peerConnection()).contains(newer);
  }

  @Test
  void aPeerInRoomAndCallIsToldOfBoth() {
    RoomName room = newRoom();
    Session session = join(connected(), room);
    Session peer = join(connected(), room);
    CallRecord call = ringing(session, peer);
    ConnectionId newer = newConnection();

    sessions().tellPeer(peer.id(), session.id(), newer, Optional.of(room), Optional.of(call.id()));

    assertThat(read(peer).call().orElseThrow().peerConnection()).contains(newer);
    assertThat(read(peer).room().orElseThrow().peers())
        .containsEntry(session.id(), Optional.of(newer));
  }

  @Test
  void whoIsNoPeerIsToldNothing() {
    RoomName room = newRoom();
    Session session = join(connected(), room);
    Session peer = join(connected(), room);
    CallRecord call = ringing(session, peer);
    Session third = join(connected(), newRoom());
    CallRecord otherCall = record(session, third);

    assertThat(tell(third, session, Optional.of(room), Optional.empty())).isEmpty();
    assertThat(tell(third, session, Optional.empty(), Optional.of(call))).isEmpty();
    assertThat(tell(peer, session, Optional.of(newRoom()), Optional.empty())).isEmpty();
    assertThat(tell(peer, session, Optional.empty(), Optional.of(otherCall))).isEmpty();
    assertThat(tell(peer, third, Optional.of(room), Optional.empty())).isEmpty();
    assertThat(tell(peer, third, Optional.empty(), Optional.of(call))).isEmpty();
    assertThat(tell(guest(), session, Optional.of(room), Optional.of(call))).isEmpty();
  }

  @Test
  void ifOneOfRoomAndCallIsNoLongerSoThePeerIsToldNothing() {
    RoomName room = newRoom();
    Session session = join(connected(), room);
    Session peer = join(connected(), room);
    CallRecord call = ringing(session, peer);
    Session before = read(peer);

    assertThat(tell(peer, session, Optional.of(newRoom()), Optional.of(call))).isEmpty();

    assertThat(read(peer)).isEqualTo(before);
  }

  private Optional<Session> tell(
      Session peer, Session session, Optional<RoomName> room, Optional<CallRecord> call) {
    return sessions()
        .tellPeer(peer.id(), session.id(), newConnection(), room, call.map(CallRecord::id));
  }

  @Test
  void ofConnectionsThatRaceTheOneOpenedLastIsTheSessions() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      Session session = guest();
      List<Attachment> attachments =
          IntStream.range(0, 3)
              .mapToObj(i -> new Attachment(newConnection(), now().plusMillis(i)))
              .toList();

      race(
          attachments.stream()
              .<Callable<Admission>>map(a -> () -> sessions().attach(session.id(), a, true, now()))
              .toList());

      assertThat(read(session).attachment()).contains(attachments.get(2));
    }
  }
}
