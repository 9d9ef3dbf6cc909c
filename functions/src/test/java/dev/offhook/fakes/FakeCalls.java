package dev.offhook.fakes;

import static java.time.temporal.ChronoUnit.MILLIS;

import dev.offhook.call.CallRecord;
import dev.offhook.call.CallRole;
import dev.offhook.call.CallState;
import dev.offhook.call.CurrentCall;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.EndReason;
import dev.offhook.protocol.FrameId;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Opening;
import dev.offhook.signaling.Calls;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The calls in memory. */
final class FakeCalls implements Calls {

  private final FakeStores stores;

  FakeCalls(FakeStores stores) {
    this.stores = stores;
  }

  @Override
  public boolean open(CallRecord call, Optional<FrameId> frame, Session caller, Session callee) {
    synchronized (stores.lock) {
      boolean possible =
          !stores.callsById.containsKey(call.id())
              && !caller.id().equals(callee.id())
              && isFree(caller, call.openedAt())
              && hasOpenedNoOther(caller)
              && isFree(callee, call.openedAt());
      if (possible) {
        Instant openedAt = call.openedAt().truncatedTo(MILLIS);
        stores.callsById.put(call.id(), with(call, call.state(), openedAt));
        enter(call, CallRole.CALLER, caller, callee);
        enter(call, CallRole.CALLEE, callee, caller);
        frame.ifPresent(
            id ->
                stores.session(caller.id()).orElseThrow().opening =
                    Optional.of(new Opening(id, call.id(), openedAt)));
      }
      return possible;
    }
  }

  private boolean hasOpenedNoOther(Session caller) {
    return stores
        .session(caller.id())
        .filter(
            stored -> stored.opening.map(Opening::call).equals(caller.opening().map(Opening::call)))
        .isPresent();
  }

  private boolean isFree(Session read, Instant now) {
    return stores
        .session(read.id())
        .filter(session -> session.isAlive(now) && session.isReachedAsIn(read))
        .filter(session -> session.call.isEmpty())
        .isPresent();
  }

  private void enter(CallRecord call, CallRole role, Session side, Session other) {
    CurrentCall current =
        new CurrentCall(
            call.id(), role, call.state(), call.type(), other.id(), other.directConnection());
    stores.session(side.id()).orElseThrow().call = Optional.of(current);
  }

  private static CallRecord with(CallRecord call, CallState state, Instant openedAt) {
    return new CallRecord(
        call.id(),
        call.caller(),
        call.callee(),
        call.type(),
        state,
        openedAt,
        call.answeredAt(),
        call.endedAt(),
        call.reason());
  }

  @Override
  public boolean answer(CallId id, SessionId caller, SessionId callee, Instant now) {
    synchronized (stores.lock) {
      CallRecord call = stores.callsById.get(id);
      List<SessionId> sides = List.of(caller, callee);
      if (call == null || call.state() != CallState.RINGING || !areInOrGone(id, sides)) {
        return false;
      }
      stores.callsById.put(
          id,
          new CallRecord(
              id,
              call.caller(),
              call.callee(),
              call.type(),
              CallState.ACTIVE,
              call.openedAt(),
              Optional.of(now.truncatedTo(MILLIS)),
              Optional.empty(),
              Optional.empty()));
      existing(sides).forEach(session -> session.call = session.call.map(FakeCalls::answered));
      return true;
    }
  }

  private static CurrentCall answered(CurrentCall call) {
    return new CurrentCall(
        call.id(), call.role(), CallState.ACTIVE, call.type(), call.peer(), call.peerConnection());
  }

  @Override
  public boolean end(Ending ending) {
    synchronized (stores.lock) {
      CallRecord call = stores.callsById.get(ending.id());
      List<SessionId> sides = List.of(ending.oneSide(), ending.otherSide());
      Optional<StoredSession> by =
          ending.by().map(ender -> ender.side().id()).flatMap(stores::session);
      boolean unlessBack = ending.by().filter(Ending.By::unlessBack).isPresent();
      boolean back = unlessBack && by.filter(side -> side.isConnected(ending.now())).isPresent();
      if (call == null
          || call.state() != ending.from()
          || back
          || by.filter(side -> !isAsRead(side, ending.by().orElseThrow())).isPresent()
          || !areInOrGone(ending.id(), sides)) {
        return false;
      }
      stores.callsById.put(ending.id(), ended(call, ending.notice().reason(), ending.now()));
      existing(sides).forEach(session -> session.call = Optional.empty());
      by.ifPresent(side -> side.ending = ending.memory().map(FakeCalls::inMillis));
      return true;
    }
  }

  private static boolean isAsRead(StoredSession side, Ending.By by) {
    Session now = side.read();
    return now.call().flatMap(CurrentCall::peerConnection).equals(by.reaches())
        && now.connection().equals(by.side().connection());
  }

  private static Session.Ending inMillis(Session.Ending memory) {
    return new Session.Ending(
        memory.frame(),
        memory.call(),
        memory.peer(),
        memory.notice(),
        memory.at().truncatedTo(MILLIS));
  }

  private static CallRecord ended(CallRecord call, EndReason reason, Instant now) {
    return new CallRecord(
        call.id(),
        call.caller(),
        call.callee(),
        call.type(),
        CallState.ENDED,
        call.openedAt(),
        call.answeredAt(),
        Optional.of(now.truncatedTo(MILLIS)),
        Optional.of(reason));
  }

  @Override
  public Optional<CallRecord> find(CallId id) {
    synchronized (stores.lock) {
      return Optional.ofNullable(stores.callsById.get(id));
    }
  }

  private boolean areInOrGone(CallId id, List<SessionId> sides) {
    return existing(sides).allMatch(session -> session.isIn(id));
  }

  private Stream<StoredSession> existing(List<SessionId> sides) {
    return sides.stream().flatMap(side -> stores.session(side).stream());
  }
}
