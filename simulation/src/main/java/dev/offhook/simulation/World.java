package dev.offhook.simulation;

import dev.offhook.call.CallRecord;
import dev.offhook.fakes.FakeStores;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.IceServers;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Mail;
import dev.offhook.session.Rate;
import dev.offhook.signaling.Attempts;
import dev.offhook.signaling.Calls;
import dev.offhook.signaling.Connections;
import dev.offhook.signaling.Counters;
import dev.offhook.signaling.GuestService;
import dev.offhook.signaling.Ids;
import dev.offhook.signaling.Mailbox;
import dev.offhook.signaling.Ports;
import dev.offhook.signaling.Rooms;
import dev.offhook.signaling.Sessions;
import dev.offhook.signaling.Timers;
import dev.offhook.simulation.Agenda.Kind;
import dev.offhook.simulation.Faults.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Guests, the network and the service, from the first hello until nothing is left of it. */
final class World {

  private static final List<String> NAMES = List.of("Ada", "Bea", "Cem", "Dora", "Eli");

  /** Within this time everything is set right that can be, timers that come again included. */
  private static final long SETTLING_MILLIS = 200_000;

  private static final long LAST_WORD_MILLIS = 10_000;

  private static final long LAST_MILLIS = Duration.ofHours(26).toMillis();

  private final Agenda agenda = new Agenda();
  private final Broken broken = new Broken();
  private final Ledger ledger = new Ledger(broken);
  private final Deliveries deliveries = new Deliveries(broken);
  private final Trace trace;
  private final Faults faults;
  private final Lambda lambda;
  private final Gateway gateway;
  private final Checks checks;
  private final Agreement agreement;
  private final Service service;
  private final List<Guest> guests = new ArrayList<>();
  private final long activeMillis;
  private int openedCalls;
  private boolean callsChanged;
  private boolean settling;
  private boolean settled;

  World(long seed, Tampering tampering, boolean traced) {
    SplittableRandom random = new SplittableRandom(seed);
    trace = new Trace(traced, agenda);
    faults = new Faults(random.split());
    lambda = new Lambda(agenda, trace, broken);
    FakeStores stores = new FakeStores(Rate.of(30, 60), Service.RESUME_WINDOW, agenda);
    PortGate gate = new PortGate(lambda, faults, tampering, trace, this::done);
    gateway = new Gateway(agenda, faults, lambda, trace, ledger, deliveries, this::service);
    TimerQueue timers = new TimerQueue(agenda, faults, lambda, trace, this::service);
    Ports ports =
        new Ports(
            gate.before(Sessions.class, stores.sessions()),
            gate.before(Calls.class, stores.calls()),
            gate.before(Rooms.class, stores.rooms()),
            gate.before(Mailbox.class, stores.mailbox()),
            gate.before(Connections.class, gateway),
            gate.before(Timers.class, timers),
            gate.before(Counters.class, stores.counters()),
            (_, _) -> IceServers.none());
    Attempts attempts = new Attempts(this::pause, random.split());
    service = new Service(ports, stores.tickets(), attempts, new Ids(random.split()), agenda);
    checks = new Checks(stores, deliveries, agenda, broken);
    agreement = new Agreement(this, stores, timers);
    activeMillis = faults.millis(20_000, 90_000);
    trace.say("Faults: %s", faults);
    NAMES.subList(0, 2 + faults.below(NAMES.size() - 1)).forEach(this::addGuest);
  }

  private Service service() {
    return service;
  }

  private void addGuest(String name) {
    if (service.guests().create(Optional.of(name), Service.HOME)
        instanceof GuestService.Result.Done<GuestService.Guest>(GuestService.Guest made)) {
      trace.name(made.sessionId().value(), name);
      guests.add(new Guest(name, made.sessionId().value(), made.token(), this));
    }
  }

  private void pause(Duration time) {
    lambda.running().ifPresent(run -> run.pause(time.toMillis()));
  }

  /** A port did something. */
  private void done(PortCall call, @Nullable Object result) {
    callsChanged |= call.method().getDeclaringClass() == Calls.class;
    if (!Boolean.TRUE.equals(result)) {
      return;
    }
    if (call.is(Calls.class, "open")) {
      opened(call.argument(0, CallRecord.class), call.argument(1, Object.class));
    } else if (call.is(Rooms.class, "join")) {
      Rooms.Joining joining = call.argument(0, Rooms.Joining.class);
      String session = joining.session().id().value();
      joining.peers().forEach(peer -> ledger.meet(session, peer.id().value()));
      if (joining.session().mail().isOpen()) {
        ledger.joinedBeforeItsMail(session);
      }
    } else if (call.is(Mailbox.class, "put")) {
      deliveries.put(
          call.argument(0, SessionId.class),
          call.argument(1, Long.class),
          call.argument(2, String.class));
    } else if (call.is(Sessions.class, "discardMail")) {
      deliveries.discarded(call.argument(0, SessionId.class), call.argument(1, Mail.class));
    }
  }

  private void opened(CallRecord call, Object frame) {
    String caller = call.caller().value();
    trace.name(call.id().value(), "call-" + ++openedCalls);
    checks.watch(call.id());
    ledger.opened(call.id().value(), caller, call.callee().value());
    ledger.openedBy(caller, frame.toString());
  }

  /** Lets it all happen. */
  void run() {
    guests.forEach(guest -> agenda.after(faults.millis(0, 2000), Kind.WAIT, guest::live));
    runUntil(activeMillis);
    settle();
    leave();
  }

  private void settle() {
    trace.say("From now on nothing goes wrong any more.");
    settling = true;
    faults.stop();
    runUntil(agenda.elapsed() + SETTLING_MILLIS);
    settled = true;
    checkAtLast();
    for (Guest guest : guests) {
      guest.tab().ifPresent(tab -> tab.phone.leg().ifPresent(leg -> tab.phone.speak(leg, false)));
    }
    runUntil(agenda.elapsed() + LAST_WORD_MILLIS);
    checkAtLast();
    agreement.checkComplete();
    guests.stream().filter(guest -> guest.tab().isPresent()).forEach(this::checkMail);
    broken.check();
  }

  private void checkMail(Guest guest) {
    boolean isLucky = !faults.isMortal() && !faults.isPossible(Fault.SLOW);
    checks.checkMail(guest, isLucky);
    deliveries.checkNothingWaits(guest);
  }

  private void checkAtLast() {
    long latest = agenda.elapsed() + LAST_WORD_MILLIS;
    while (agenda.elapsed() < latest && !guests.stream().allMatch(Guest::isSettled)) {
      runUntil(agenda.elapsed() + 100);
    }
    agreement.checkAtLast();
    broken.check();
  }

  private void leave() {
    trace.say("From now on everybody leaves.");
    for (Guest guest : guests) {
      guest.liveTabs().forEach(Tab::vanish);
    }
    runUntil(LAST_MILLIS);
    if (!agenda.isEmpty()) {
      broken.report("timers run for ever");
    }
    for (CallId call : checks.openCalls()) {
      broken.report("nobody is there any more, but the call goes on: " + call);
    }
    broken.check();
  }

  private void runUntil(long millis) {
    while (agenda.step(millis)) {
      if (callsChanged) {
        callsChanged = false;
        checks.checkCalls(guests);
      }
      if (agenda.isStill()) {
        agreement.checkWhileStill();
      }
      broken.check();
    }
  }

  /** Ends the session of a guest, until it is done. */
  void revoke(Guest guest) {
    lambda.run(
        () -> "revoke " + guest,
        () -> service.guests().revoke(guest.token()),
        outcome -> {
          if (!(outcome instanceof Lambda.Outcome.Returned)) {
            agenda.after(1000, Kind.WAIT, () -> revoke(guest));
          }
        });
  }

  /** Whether nobody begins anything new. */
  boolean isSettling() {
    return settling;
  }

  /** Whether everybody had the time to be set right. */
  boolean isSettled() {
    return settled;
  }

  List<Guest> guests() {
    return guests;
  }

  /** The guest of that session. */
  Optional<Guest> guest(String session) {
    return guests.stream().filter(guest -> guest.session().equals(session)).findFirst();
  }

  Agenda agenda() {
    return agenda;
  }

  Gateway gateway() {
    return gateway;
  }

  Faults faults() {
    return faults;
  }

  Trace trace() {
    return trace;
  }

  Ledger ledger() {
    return ledger;
  }

  Broken broken() {
    return broken;
  }

  long ringMillis() {
    return Service.RING.toMillis();
  }

  long resumeMillis() {
    return Service.RESUME_WINDOW.toMillis();
  }
}
