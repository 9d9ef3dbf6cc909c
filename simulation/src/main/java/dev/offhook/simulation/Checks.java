package dev.offhook.simulation;

import dev.offhook.call.CallRecord;
import dev.offhook.call.CallState;
import dev.offhook.call.CurrentCall;
import dev.offhook.contracts.Stores;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Mail;
import dev.offhook.session.Session;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What must be so in the stores at every moment. */
final class Checks {

  private final Stores stores;
  private final Deliveries deliveries;
  private final Agenda agenda;
  private final Broken broken;
  private final Set<CallId> open = new LinkedHashSet<>();

  Checks(Stores stores, Deliveries deliveries, Agenda agenda, Broken broken) {
    this.deliveries = deliveries;
    this.stores = stores;
    this.agenda = agenda;
    this.broken = broken;
  }

  /** From now on that call is watched until it ends. */
  void watch(CallId call) {
    open.add(call);
  }

  /** The calls that have not ended. */
  Set<CallId> openCalls() {
    open.removeIf(
        id -> stores.calls().find(id).filter(one -> one.state() != CallState.ENDED).isEmpty());
    return open;
  }

  /** Each session is in one call at most, and each open call has both its sides. */
  void checkCalls(List<Guest> guests) {
    Set<CallId> calls = openCalls();
    for (Guest guest : guests) {
      Optional<CurrentCall> current = session(guest.session()).flatMap(Session::call);
      if (current.isPresent() && !calls.contains(current.get().id())) {
        broken.report(guest + " is in a call that has ended or never was");
      }
    }
    for (CallId id : calls) {
      CallRecord call = stores.calls().find(id).orElseThrow();
      checkSide(call, call.caller(), call.callee());
      checkSide(call, call.callee(), call.caller());
    }
  }

  private void checkSide(CallRecord call, SessionId side, SessionId other) {
    Optional<Session> session = stores.sessions().find(side);
    if (session.isEmpty() || !session.get().expiresAt().isAfter(agenda.instant())) {
      return;
    }
    boolean isIn =
        session
            .get()
            .call()
            .filter(own -> own.id().equals(call.id()) && own.peer().equals(other))
            .filter(own -> own.state() == call.state())
            .isPresent();
    if (!isIn) {
      broken.report("a side of " + call.id() + " is not in it: " + side);
    }
  }

  /**
   * Who is there has no mail that waits.
   *
   * @param empty whether nothing that was delivered may be left for its TTL to delete either
   */
  void checkMail(Guest guest, boolean empty) {
    Optional<Mail> mail = session(guest.session()).map(Session::mail);
    if (mail.filter(Mail::isOpen).isPresent()) {
      broken.report(guest + " is there, but its mail waits");
    }
    Mail former = new Mail(0, Math.toIntExact(mail.map(Mail::end).orElse(0L)), 0);
    boolean isLeft =
        stores.mailbox().read(new SessionId(guest.session()), former).stream()
            .filter(letter -> !deliveries.isDiscarded(guest, letter.place()))
            .anyMatch(letter -> letter.frame().isPresent());
    if (empty && isLeft) {
      broken.report(guest + " has its mail, but it is not deleted");
    }
  }

  private Optional<Session> session(String id) {
    return stores.sessions().find(new SessionId(id));
  }
}
