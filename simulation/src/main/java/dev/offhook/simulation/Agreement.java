package dev.offhook.simulation;

import dev.offhook.call.CallState;
import dev.offhook.call.CurrentCall;
import dev.offhook.contracts.Stores;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Session;
import dev.offhook.simulation.Faults.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Whether those who wait for nothing know what is so. Somebody may be wrong only while a frame is
 * on its way, a request is to be asked again, or a timer runs that sets it right.
 */
final class Agreement {

  private static final Set<Fault> UNTOLD =
      EnumSet.of(Fault.SLOW, Fault.REORDERED_POST, Fault.REPEATED_FRAME);

  private final World world;
  private final Stores stores;
  private final TimerQueue timers;

  Agreement(World world, Stores stores, TimerQueue timers) {
    this.world = world;
    this.stores = stores;
    this.timers = timers;
  }

  /** Nothing is on its way: who waits for nothing must know what is so. */
  void checkWhileStill() {
    for (Guest guest : world.guests()) {
      if (guest.isSettled() && !timers.isAwaited(guest.session())) {
        Session session = session(guest);
        connectionError(guest, session)
            .or(
                () ->
                    callError(guest, session)
                        .filter(
                            wrong -> !isCallAwaited(guest, session) && !ringsOut(guest, session)))
            .or(() -> roomError(guest, session).filter(wrong -> !isRoomAwaited()))
            .ifPresent(world.broken()::report);
      }
    }
  }

  /** All must know what is so by now. */
  void checkAtLast() {
    for (Guest guest : world.guests()) {
      Session session = session(guest);
      if (guest.liveTabs().stream().filter(tab -> !isForgotten(tab, session)).count() > 1) {
        world.broken().report(guest + " has more than one tab: " + guest.liveTabs());
      } else if (!guest.isSettled()) {
        world.broken().report(guest + " still waits for something");
      } else {
        connectionError(guest, session)
            .or(() -> callError(guest, session).filter(wrong -> !isPeerMissed(guest, session)))
            .or(() -> roomError(guest, session).filter(wrong -> !isAnybodyMissed()))
            .ifPresent(world.broken()::report);
      }
    }
  }

  /** Both sides of each call must have everything that the other one sent. */
  void checkComplete() {
    for (Guest guest : world.guests()) {
      Optional<Leg> leg = guest.leg();
      Optional<Leg> other = leg.flatMap(own -> world.guest(own.peer)).flatMap(Guest::leg);
      // Two tabs that take each other's place number what they send in the same call, each its own.
      boolean isShared =
          leg.flatMap(Leg::callId).filter(world.ledger()::isShared).isPresent()
              || (world.faults().isMortal() && guest.hadSeveralTabs());
      if (leg.isPresent()
          && other.isPresent()
          && !isShared
          && leg.get().received() != other.get().sent.size()) {
        world
            .broken()
            .report(
                "%s has %d of %d frames of its call"
                    .formatted(guest, leg.get().received(), other.get().sent.size()));
      }
    }
  }

  /** Whether something is still to happen that sets right what a side knows of its call. */
  private boolean isCallAwaited(Guest guest, Session session) {
    return isPeerMissed(guest, session)
        || peer(guest, session).filter(one -> !isSettled(one) || timers.isAwaited(one)).isPresent()
        || callOf(guest, session).filter(timers::isAwaited).isPresent();
  }

  /** Whether a tab rings for a call that another tab of its guest ended: it stops by itself. */
  private boolean ringsOut(Guest guest, Session session) {
    return guest.leg().filter(leg -> !leg.isActive()).isPresent()
        && (session.call().isEmpty()
            || guest.leg().flatMap(Leg::callId).filter(world.ledger()::isShared).isPresent());
  }

  private boolean isRoomAwaited() {
    return isAnybodyMissed()
        || world.guests().stream()
            .anyMatch(one -> !one.isSettled() || timers.isAwaited(one.session()));
  }

  private boolean isPeerMissed(Guest guest, Session session) {
    return peer(guest, session)
        .filter(one -> isMissed(one) || hasEndedAnother(one, guest))
        .isPresent();
  }

  /**
   * Whether the peer's session has ended another call since: it remembers one end only, so that a
   * repetition of the one before it is not known as such if its handler died.
   */
  private boolean hasEndedAnother(String peer, Guest guest) {
    Optional<String> ended =
        stores
            .sessions()
            .find(new SessionId(peer))
            .flatMap(Session::ending)
            .map(ending -> ending.call().value());
    return world.faults().isMortal()
        && ended.isPresent()
        && !ended.equals(guest.leg().flatMap(Leg::callId));
  }

  private boolean isAnybodyMissed() {
    return world.guests().stream().map(Guest::session).anyMatch(this::isMissed);
  }

  /** Whether the service still takes somebody for connected who is not. */
  private boolean isMissed(String session) {
    return stores
        .sessions()
        .find(new SessionId(session))
        .flatMap(Session::connection)
        .flatMap(world.gateway()::socket)
        .filter(socket -> !socket.openAtTab)
        .isPresent();
  }

  private boolean isSettled(String session) {
    return world.guests().stream()
        .filter(guest -> guest.session().equals(session))
        .allMatch(Guest::isSettled);
  }

  private static Optional<String> peer(Guest guest, Session session) {
    return session
        .call()
        .map(call -> call.peer().value())
        .or(() -> guest.tab().flatMap(tab -> tab.phone.leg()).map(leg -> leg.peer));
  }

  private static Optional<String> callOf(Guest guest, Session session) {
    return session
        .call()
        .map(call -> call.id().value())
        .or(() -> guest.tab().flatMap(tab -> tab.phone.leg()).flatMap(Leg::callId));
  }

  private Session session(Guest guest) {
    return stores.sessions().find(new SessionId(guest.session())).orElseThrow();
  }

  private Stream<Tab> tabs(Guest guest, Session session) {
    return guest.liveTabs().stream().filter(tab -> !isForgotten(tab, session));
  }

  /**
   * Whether another connection took a tab's place and nobody told it yet, because the handler of
   * its hello died: it hears of it with its next frame, its heartbeat at the latest; unless that
   * other one is gone by then.
   */
  private boolean isForgotten(Tab tab, Session session) {
    boolean mayHear = world.isSettled() && session.connection().isPresent();
    return !mayHear
        && world.faults().isMortal()
        && !tab.socket().map(Socket::id).equals(session.connection());
  }

  private Optional<String> connectionError(Guest guest, Session session) {
    return tabs(guest, session)
        .filter(tab -> !tab.socket().map(Socket::id).equals(session.connection()))
        .map(
            tab ->
                tab
                    + " is connected by "
                    + tab.socket()
                    + ", its session by "
                    + session.connection())
        .findFirst();
  }

  private Optional<String> callError(Guest guest, Session session) {
    String real = session.call().map(Agreement::told).orElse("none");
    return tabs(guest, session)
        .map(tab -> tab.phone.leg().map(Agreement::told).orElse("none"))
        .filter(known -> !known.equals(real))
        .map(known -> "%s knows of its call: %s; but it is: %s".formatted(guest, known, real))
        .findFirst();
  }

  private static String told(Leg leg) {
    return leg.callId().orElse("unnamed") + (leg.isActive() ? " active" : " ringing");
  }

  private static String told(CurrentCall call) {
    return call.id().value() + (call.state() == CallState.ACTIVE ? " active" : " ringing");
  }

  /**
   * Who came and who went is told without a number: where notices overtake each other or the answer
   * of who joins, the last one may not be the latest. Nor is a tab told what another one of its
   * guest did.
   */
  private Optional<String> roomError(Guest guest, Session session) {
    boolean mayBeUntold =
        guest.hadSeveralTabs()
            || world.ledger().hasJoinedBeforeItsMail(guest.session())
            || UNTOLD.stream().anyMatch(world.faults()::isPossible);
    if (mayBeUntold) {
      return Optional.empty();
    }
    String real =
        session
            .room()
            .map(place -> place.room() + " with " + new TreeSet<>(ids(place.peers().keySet())))
            .orElse("none");
    return tabs(guest, session)
        .map(tab -> tab.meeting.told(mate -> !mayBeAGhost(mate)))
        .filter(known -> !known.equals(real))
        .map(known -> "%s knows of its room: %s; but it is: %s".formatted(guest, known, real))
        .findFirst();
  }

  /**
   * Who is revoked at the very moment of its coming, while the function that tells of that dies,
   * may be taken for somebody who is there.
   */
  private boolean mayBeAGhost(String mate) {
    return world.faults().isMortal()
        && stores.sessions().find(new SessionId(mate)).filter(Session::revoked).isPresent();
  }

  private static List<String> ids(Set<SessionId> sessions) {
    return sessions.stream().map(SessionId::value).toList();
  }
}
