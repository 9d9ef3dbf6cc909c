package dev.offhook.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.call.CallOutcome.Notice;
import dev.offhook.call.CallOutcome.NoticeKind;
import dev.offhook.call.CallRecord;
import dev.offhook.call.CallRole;
import dev.offhook.call.CallState;
import dev.offhook.call.CurrentCall;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.EndReason;
import dev.offhook.protocol.FrameId;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Opening;
import dev.offhook.signaling.Calls;
import dev.offhook.signaling.Calls.Ending;
import dev.offhook.signaling.Sessions.Admission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@link Calls} promises. */
public abstract class CallsContract extends StoreContract {

  private Calls calls() {
    return stores.calls();
  }

  private boolean open(CallRecord call, Session caller, Session callee) {
    return calls().open(call, Optional.empty(), caller, callee);
  }

  private Ending ending(CallRecord call, CallState from) {
    return new Ending(
        call.id(),
        call.caller(),
        call.callee(),
        from,
        new Notice(NoticeKind.CALL_END, EndReason.HANGUP),
        now(),
        Optional.empty());
  }

  private Ending endingUnlessBack(CallRecord call, Session gone) {
    Session read = stores.sessions().find(gone.id()).orElse(gone);
    return new Ending(
        call.id(),
        call.caller(),
        call.callee(),
        CallState.RINGING,
        new Notice(NoticeKind.CALL_END, EndReason.PEER_DISCONNECTED),
        now(),
        Optional.of(new Ending.By(read, Optional.empty(), true)));
  }

  private Ending endingBy(Session side) {
    CurrentCall call = side.call().orElseThrow();
    return new Ending(
        call.id(),
        side.id(),
        call.peer(),
        call.state(),
        new Notice(NoticeKind.CALL_END, EndReason.HANGUP),
        now(),
        Optional.of(new Ending.By(side, Optional.empty(), false)));
  }

  @Test
  void anOpenCallIsOnRecordAndOnBothSides() {
    Session caller = connected();
    Session callee = connected();
    CallRecord call = record(caller, callee);

    assertThat(calls().open(call, Optional.of(new FrameId("offer-1")), caller, callee)).isTrue();

    assertThat(calls().find(call.id())).contains(call);
    assertThat(read(caller).call()).contains(current(call, CallRole.CALLER, callee));
    assertThat(read(callee).call()).contains(current(call, CallRole.CALLEE, caller));
    assertThat(read(caller).opening())
        .contains(new Opening(new FrameId("offer-1"), call.id(), now()));
    assertThat(read(callee).opening()).isEmpty();
  }

  private static CurrentCall current(CallRecord call, CallRole role, Session peer) {
    return new CurrentCall(
        call.id(), role, CallState.RINGING, call.type(), peer.id(), peer.connection());
  }

  @Test
  void aSideWithoutAConnectionMayBeInACall() {
    Session caller = guest();
    Session callee = lost();

    assertThat(open(record(caller, callee), caller, callee)).isTrue();

    assertThat(read(caller).call().orElseThrow().peerConnection()).isEmpty();
  }

  @Test
  void anOfferWithoutAnIdLeavesTheOpeningBefore() {
    Session caller = connected();
    Session callee = connected();
    CallRecord first = ringing(caller, callee);
    calls().end(ending(first, CallState.RINGING));
    Optional<Opening> opening = read(caller).opening();

    assertThat(open(record(caller, callee), read(caller), read(callee))).isTrue();

    assertThat(opening).isPresent();
    assertThat(read(caller).opening()).isEqualTo(opening);
  }

  @Test
  void anOfferWhoseRepetitionWasFasterOpensNoCallThoughThatOneIsOver() {
    Session caller = connected();
    Session callee = connected();
    Optional<FrameId> frame = Optional.of(new FrameId("offer-1"));
    CallRecord first = record(caller, callee);
    calls().open(first, frame, caller, callee);
    calls().end(ending(first, CallState.RINGING));

    assertThat(calls().open(record(caller, callee), frame, caller, callee)).isFalse();

    assertThat(calls().open(record(caller, callee), frame, read(caller), callee)).isTrue();
  }

  @Test
  void noCallIsOpenedWithASideThatIsInOne() {
    Session caller = connected();
    Session callee = connected();
    ringing(caller, callee);
    Session third = connected();

    refusesToOpen(third, read(callee));
    refusesToOpen(read(caller), third);
    refusesToOpen(read(callee), read(caller));
  }

  @Test
  void noCallIsOpenedWithASideThatIsNotAlive() {
    Session other = connected();
    Session revoked = lost();
    stores.sessions().revoke(revoked.id(), now());

    refusesToOpen(other, read(revoked));
    refusesToOpen(read(revoked), other);
    clock.advance(SESSION_LIFETIME);
    Session fresh = connected();
    refusesToOpen(fresh, other);
  }

  @Test
  void noCallIsOpenedWithASideThatIsNoMore() {
    Session caller = connected();
    Session callee = connected();
    stores.delete(callee.id());
    CallRecord call = record(caller, callee);

    assertThat(open(call, caller, callee)).isFalse();

    assertThat(stores.sessions().find(callee.id())).isEmpty();
    assertThat(calls().find(call.id())).isEmpty();
  }

  @Test
  void noCallIsOpenedIfASideIsReachedElsewhereByNow() {
    Session caller = connected();
    Session callee = connected();
    attach(callee, newConnection());
    refusesToOpen(caller, callee);

    Session lost = lost();
    attach(lost, newConnection());
    refusesToOpen(lost, caller);

    Session detached = connected();
    stores.sessions().detach(detached.id(), detached.connection().orElseThrow(), now());
    refusesToOpen(caller, detached);
  }

  private void refusesToOpen(Session caller, Session callee) {
    Session callerBefore = read(caller);
    Session calleeBefore = read(callee);
    CallRecord call = record(caller, callee);

    assertThat(open(call, caller, callee)).isFalse();

    assertThat(read(caller)).isEqualTo(callerBefore);
    assertThat(read(callee)).isEqualTo(calleeBefore);
    assertThat(calls().find(call.id())).isEmpty();
  }

  @Test
  void noCallIsOpenedWithOneself() {
    Session session = connected();

    refusesToOpen(session, session);
  }

  @Test
  void anIdIsUsedForOneCallOnly() {
    Session caller = connected();
    Session callee = connected();
    CallRecord call = ringing(caller, callee);
    calls().end(ending(call, CallState.RINGING));

    assertThat(open(call, read(caller), read(callee))).isFalse();

    assertThat(calls().find(call.id()).orElseThrow().state()).isEqualTo(CallState.ENDED);
  }

  @Test
  void anAnsweredCallIsActiveOnRecordAndOnBothSides() {
    Session caller = connected();
    Session callee = connected();
    CallRecord call = ringing(caller, callee);
    clock.advance(Duration.ofSeconds(5));

    assertThat(calls().answer(call.id(), caller.id(), callee.id(), now())).isTrue();

    CallRecord answered = calls().find(call.id()).orElseThrow();
    assertThat(answered.state()).isEqualTo(CallState.ACTIVE);
    assertThat(answered.answeredAt()).contains(now());
    assertThat(read(caller).callState()).isEqualTo(CallState.ACTIVE);
    assertThat(read(callee).callState()).isEqualTo(CallState.ACTIVE);
    assertThat(read(callee).call().orElseThrow().peerConnection()).isEqualTo(caller.connection());
  }

  @Test
  void onlyARingingCallIsAnswered() {
    Session caller = connected();
    Session callee = connected();
    CallRecord active = active(caller, callee);
    Optional<CallRecord> before = calls().find(active.id());
    clock.advance(Duration.ofSeconds(1));

    assertThat(calls().answer(active.id(), caller.id(), callee.id(), now())).isFalse();
    assertThat(calls().find(active.id())).isEqualTo(before);

    calls().end(ending(active, CallState.ACTIVE));
    assertThat(calls().answer(active.id(), caller.id(), callee.id(), now())).isFalse();
    CallId never = new CallId(unique());
    assertThat(calls().answer(never, caller.id(), callee.id(), now())).isFalse();
    assertThat(calls().find(never)).isEmpty();
  }

  @Test
  void aCallIsAnsweredThoughItsCallerIsNoMore() {
    Session caller = connected();
    Session callee = connected();
    CallRecord call = ringing(caller, callee);
    stores.delete(caller.id());

    assertThat(calls().answer(call.id(), caller.id(), callee.id(), now())).isTrue();

    assertThat(read(callee).callState()).isEqualTo(CallState.ACTIVE);
    assertThat(stores.sessions().find(caller.id())).isEmpty();
  }

  @Test
  void anEndedCallStaysOnRecordAndFreesBothSides() {
    Session caller = connected();
    Session callee = connected();
    CallRecord call = active(caller, callee);
    clock.advance(Duration.ofSeconds(5));

    assertThat(calls().end(ending(call, CallState.ACTIVE))).isTrue();

    CallRecord ended = calls().find(call.id()).orElseThrow();
    assertThat(ended.state()).isEqualTo(CallState.ENDED);
    assertThat(ended.endedAt()).contains(now());
    assertThat(ended.answeredAt()).isPresent();
    assertThat(ended.reason()).contains(EndReason.HANGUP);
    assertThat(read(caller).call()).isEmpty();
    assertThat(read(callee).call()).isEmpty();
  }

  @Test
  void aCallEndsOnlyFromTheStateThatWasDecidedOn() {
    Session caller = connected();
    Session callee = connected();
    CallRecord call = active(caller, callee);

    assertThat(calls().end(ending(call, CallState.RINGING))).isFalse();
    assertThat(read(caller).callState()).isEqualTo(CallState.ACTIVE);
    assertThat(calls().end(ending(call, CallState.ACTIVE))).isTrue();
    assertThat(calls().end(ending(call, CallState.ACTIVE))).isFalse();
  }

  @Test
  void endingOneCallLeavesTheNextAlone() {
    Session caller = connected();
    Session callee = connected();
    CallRecord first = ringing(caller, callee);
    calls().end(ending(first, CallState.RINGING));
    CallRecord next = ringing(callee, caller);

    assertThat(calls().end(ending(first, CallState.RINGING))).isFalse();

    assertThat(read(caller).call().orElseThrow().id()).isEqualTo(next.id());
  }

  @Test
  void aSideThatIsNoMoreIsPassedOver() {
    Session caller = connected();
    Session callee = connected();
    CallRecord call = ringing(caller, callee);
    stores.delete(callee.id());

    assertThat(calls().end(endingUnlessBack(call, callee))).isTrue();

    assertThat(read(caller).call()).isEmpty();
    assertThat(stores.sessions().find(callee.id())).isEmpty();
  }

  @Test
  void aCallEndsThoughBothSidesAreNoMore() {
    Session caller = connected();
    Session callee = connected();
    CallRecord call = ringing(caller, callee);
    stores.delete(caller.id());
    stores.delete(callee.id());

    assertThat(calls().end(ending(call, CallState.RINGING))).isTrue();

    assertThat(calls().find(call.id()).orElseThrow().state()).isEqualTo(CallState.ENDED);
  }

  @Test
  void aCallOfWhoIsBackDoesNotEnd() {
    Session caller = connected();
    Session callee = connected();
    CallRecord call = ringing(caller, callee);

    assertThat(calls().end(endingUnlessBack(call, caller))).isFalse();

    assertThat(read(caller).callState()).isEqualTo(CallState.RINGING);
    assertThat(read(callee).callState()).isEqualTo(CallState.RINGING);
  }

  @Test
  void aCallDoesNotEndByWhoDoesNotKnowYetWhereTheOtherIs() {
    Session caller = connected();
    Session callee = connected();
    CallRecord call = active(caller, callee);
    ConnectionId newer = newConnection();
    Session asRead = read(caller);
    stores
        .sessions()
        .tellPeer(caller.id(), callee.id(), newer, Optional.empty(), Optional.of(call.id()));

    assertThat(calls().end(endingBy(asRead))).isFalse();
    assertThat(read(caller).callState()).isEqualTo(CallState.ACTIVE);
    assertThat(calls().end(endingBy(read(caller)))).isTrue();
  }

  @Test
  void aCallDoesNotEndByAConnectionThatIsNoMoreItsSessions() {
    Session caller = connected();
    Session callee = connected();
    active(caller, callee);
    Session asRead = read(caller);
    clock.advance(Duration.ofSeconds(1));
    attach(caller, newConnection());

    assertThat(calls().end(endingBy(asRead))).isFalse();
    assertThat(calls().end(endingBy(read(caller)))).isTrue();
  }

  @Test
  void aCallOfWhoStaysAwayEnds() {
    Session caller = connected();
    Session callee = connected();
    CallRecord call = ringing(caller, callee);
    stores.sessions().detach(caller.id(), caller.connection().orElseThrow(), now());

    assertThat(calls().end(endingUnlessBack(call, caller))).isTrue();
  }

  @Test
  void anExpiredSideIsNotBackWhateverItsConnection() {
    Session caller = connected();
    Session callee = connected();
    CallRecord call = ringing(caller, callee);
    clock.advance(SESSION_LIFETIME);

    assertThat(calls().end(endingUnlessBack(call, caller))).isTrue();
  }

  @Test
  void aCallThatNeverWasIsNotFound() {
    assertThat(calls().find(new CallId(unique()))).isEmpty();
  }

  @Test
  void ofTwoOffersThatMeetOneOpensItsCall() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      Session one = guest();
      Session other = guest();
      CallRecord ofOne = record(one, other);
      CallRecord ofOther = record(other, one);

      List<Boolean> opened =
          race(List.of(() -> open(ofOne, one, other), () -> open(ofOther, other, one)));

      assertThat(opened).containsExactlyInAnyOrder(true, false);
      CallRecord winner = opened.getFirst() ? ofOne : ofOther;
      CallRecord loser = opened.getFirst() ? ofOther : ofOne;
      assertThat(read(one).call().orElseThrow().id()).isEqualTo(winner.id());
      assertThat(read(other).call().orElseThrow().id()).isEqualTo(winner.id());
      assertThat(read(winner.caller().equals(one.id()) ? one : other).call().orElseThrow().role())
          .isEqualTo(CallRole.CALLER);
      assertThat(calls().find(loser.id())).isEmpty();
    }
  }

  @Test
  void ofAnAnswerAndAnEndThatMeetOneIsTrue() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      Session caller = guest();
      Session callee = guest();
      CallRecord call = ringing(caller, callee);

      List<Boolean> done =
          race(
              List.of(
                  () -> calls().answer(call.id(), caller.id(), callee.id(), now()),
                  () -> calls().end(ending(call, CallState.RINGING))));

      assertThat(done).containsExactlyInAnyOrder(true, false);
      boolean answered = done.getFirst();
      assertThat(calls().find(call.id()).orElseThrow().state())
          .isEqualTo(answered ? CallState.ACTIVE : CallState.ENDED);
      assertThat(read(caller).callState()).isEqualTo(answered ? CallState.ACTIVE : CallState.NONE);
      assertThat(read(callee).callState()).isEqualTo(answered ? CallState.ACTIVE : CallState.NONE);
    }
  }

  @Test
  void ofTwoEndsThatMeetOneIsTrue() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      Session caller = guest();
      Session callee = guest();
      CallRecord call = ringing(caller, callee);

      assertThat(
              race(
                  List.of(
                      () -> calls().end(ending(call, CallState.RINGING)),
                      () -> calls().end(ending(call, CallState.RINGING)))))
          .containsExactlyInAnyOrder(true, false);
      assertThat(read(caller).call()).isEmpty();
      assertThat(read(callee).call()).isEmpty();
    }
  }

  @Test
  void framesThatComeInMeanwhileDoNotKeepACallFromBeingOpened() throws Exception {
    for (int round = 0; round < rounds() / 5; round++) {
      Session caller = guest();
      Session callee = guest();
      CallRecord call = record(caller, callee);

      List<Boolean> done =
          race(
              List.of(
                  () -> open(call, caller, callee),
                  () -> admitsTwice(caller),
                  () -> admitsTwice(callee)));

      assertThat(done).containsOnly(true);
    }
  }

  private boolean admitsTwice(Session session) {
    return Stream.of(1, 2)
        .map(frame -> stores.sessions().admit(session.id(), now(), true, now()))
        .allMatch(admission -> admission instanceof Admission.Admitted);
  }
}
