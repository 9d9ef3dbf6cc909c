package dev.offhook.simulation;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.Json.ObjectBuilder;
import dev.offhook.simulation.Agenda.Kind;
import dev.offhook.simulation.Leg.Sent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The calls of a tab, one at a time. */
final class Phone {

  /** What a callee waits beyond the caller's own ring timer. */
  private static final long RING_GRACE_MILLIS = 5000;

  private static final long DOUBT_MILLIS = 3000;

  /** How long a frame may be overtaken by others before it counts as lost. */
  private static final long OVERTAKEN_MILLIS = 3000;

  private static final int MAX_ASKS = 5;

  private final Tab tab;
  private final World world;
  private final Set<String> former = new HashSet<>();
  private final Map<String, List<JsonObject>> early = new HashMap<>();
  private Optional<Leg> leg = Optional.empty();
  private int doubts;

  Phone(Tab tab, World world) {
    this.tab = tab;
    this.world = world;
  }

  /** Whether it is about to ask what is so. */
  boolean isInDoubt() {
    return doubts > 0;
  }

  Optional<Leg> leg() {
    return leg;
  }

  /** Calls somebody. */
  void call(String peer) {
    Leg own = begin(new Leg(true, peer));
    ringOutAfter(own, world.ringMillis());
    ObjectBuilder members = Json.object().put("to", peer).put("type", "video");
    send(own, "webrtc:offer", "offer", members, answer -> opened(own, answer));
  }

  private Leg begin(Leg begun) {
    leg = Optional.of(begun);
    return begun;
  }

  private void identify(Leg own, String callId) {
    own.identify(callId, world.agenda().elapsed());
    world.ledger().identified(callId, tab);
  }

  private void opened(Leg own, JsonObject answer) {
    Optional<String> callId = Frames.callId(answer);
    boolean acknowledged = Frames.action(answer).equals("ack") && callId.isPresent();
    if (!acknowledged) {
      // Busy, refused, or the peer's offer was first and comes.
      finish(own);
    } else if (leg.filter(current -> current.isOf(callId)).isPresent()) {
      // The peer's offer was first; this one came into its call.
      finish(own);
    } else if (own.isOver()) {
      tellEnd(callId.get(), "webrtc:call-end");
    } else {
      identify(own, callId.get());
      if (answer.text("delivery").orElse("").equals("none")) {
        // It is over already, or the peer cannot be told of it.
        hangUp(own);
      } else if (former.contains(callId.get())) {
        finish(own);
      } else {
        replay(own);
      }
    }
  }

  /** A callee's: takes the call. */
  void answer(Leg own) {
    if (isCurrent(own) && !own.caller && !own.isActive()) {
      own.activate();
      send(
          own,
          "webrtc:answer",
          "answer",
          named(own),
          answer -> {
            heardOf(own, answer);
            if (Frames.action(answer).equals("ack")) {
              own.settle();
            }
          });
    }
  }

  /** Sends a candidate, or an offer to negotiate again. */
  void speak(Leg own, boolean negotiates) {
    if (isCurrent(own) && own.callId().isPresent()) {
      if (negotiates && own.isSettled()) {
        send(own, "webrtc:offer", "offer", named(own).put("type", "video"));
      } else {
        send(own, "webrtc:ice-candidate", "candidate", named(own));
      }
    }
  }

  /** Hangs up, cancels or rejects. */
  void hangUp(Leg own) {
    if (isCurrent(own)) {
      boolean rejects = !own.caller && !own.isActive();
      own.callId().ifPresent(id -> tellEnd(id, rejects ? "webrtc:call-reject" : "webrtc:call-end"));
      finish(own);
    }
  }

  private void tellEnd(String callId, String action) {
    former.add(callId);
    tab.ask(
        action,
        Json.object().put("callId", callId),
        answer -> {
          // It may have been answered at this very moment: then it is hung up.
          if (answer.text("code").orElse("").equals("bad-state")) {
            tellEnd(callId, "webrtc:call-end");
          }
        });
  }

  private void ringOutAfter(Leg own, long millis) {
    world
        .agenda()
        .after(
            millis,
            Kind.WAIT,
            () -> {
              if (isCurrent(own) && !own.isActive() && tab.state() != Tab.State.STOPPED) {
                String action = own.caller ? "webrtc:call-timeout" : "webrtc:call-reject";
                own.callId().ifPresent(id -> tellEnd(id, action));
                finish(own);
              }
            });
  }

  private static ObjectBuilder named(Leg own) {
    return Json.object().put("callId", own.callId().orElseThrow());
  }

  private void send(Leg own, String action, String kind, ObjectBuilder members) {
    send(own, action, kind, members, answer -> heardOf(own, answer));
  }

  private void heardOf(Leg own, JsonObject answer) {
    if (answer.text("code").orElse("").equals("no-call") && isCurrent(own)) {
      doubt();
    }
  }

  /**
   * Something doesn't fit what this tab knows: there is no such call though nobody said how it
   * ended, or there is one that it knows nothing of. Mostly a frame on the way explains it; if not,
   * the service is asked.
   */
  private void doubt() {
    if (isInDoubt()) {
      return;
    }
    doubts++;
    world
        .agenda()
        .after(
            DOUBT_MILLIS,
            Kind.WAIT,
            () -> {
              doubts--;
              if (tab.state() != Tab.State.STOPPED) {
                tab.askWhatIsSo();
              }
            });
  }

  private void send(
      Leg own, String action, String kind, ObjectBuilder members, Consumer<JsonObject> then) {
    String mark = world.ledger().newMark(tab, own);
    String id = tab.newId();
    members.put("seq", own.sent.size() + 1L).put(kind, Frames.description(kind, mark));
    Sent sent = new Sent(id, Tab.text(id, action, members));
    own.sent.add(sent);
    tab.requests.ask(id, sent.text(), own.callId().isPresent(), then);
  }

  private boolean isCurrent(Leg own) {
    return leg.isPresent() && leg.get() == own && !own.isOver();
  }

  private void finish(Leg own) {
    own.finish();
    own.callId().ifPresent(former::add);
    if (own.callId().isPresent()) {
      own.sent.forEach(sent -> tab.requests.forget(sent.id()));
    }
    if (leg.isPresent() && leg.get() == own) {
      leg = Optional.empty();
    }
  }

  /** What a hello says of the call. */
  Optional<JsonObject> resume() {
    return leg.filter(own -> own.callId().isPresent())
        .map(own -> named(own).put("lastSeq", own.received()).build());
  }

  /** What a hello says of that call, of which there may be nothing here yet. */
  JsonObject resume(String callId) {
    return leg.filter(own -> own.isOf(Optional.of(callId)))
        .flatMap(own -> resume())
        .orElseGet(() -> Json.object().put("callId", callId).put("lastSeq", 0).build());
  }

  /**
   * What the service knows of a call is what is so, but for a call that this tab has come to know
   * since it said hello.
   *
   * @param named the call that the hello named
   */
  void established(JsonObject frame, long saidAt, Optional<String> named) {
    Optional<JsonObject> call = frame.object("call");
    Optional<String> known = call.flatMap(Frames::callId);
    leg.filter(own -> own.isOlderThan(saidAt) && !own.isOf(known)).ifPresent(this::finish);
    boolean isActive = call.filter(one -> !rings(one)).isPresent();
    if (isActive
        && leg.filter(own -> own.isOf(known) && !own.caller && !own.isActive()).isPresent()) {
      // Another tab of this guest took it.
      finish(leg.get());
      tellEnd(known.get(), "webrtc:call-end");
    }
    boolean isNews = known.isPresent() && leg.filter(own -> own.callId().isPresent()).isEmpty();
    if (isNews) {
      learn(known.get(), call.get());
    } else if (known.isPresent() && !named.equals(known)) {
      // Some of it may be lost with the connection before.
      tab.askFor(known.get());
    }
  }

  private void learn(String callId, JsonObject call) {
    boolean isCallee = call.text("role").orElse("").equals("callee");
    Optional<JsonObject> offer =
        early.getOrDefault(callId, List.of()).stream().filter(Phone::opens).findFirst();
    if (!isCallee && leg.isPresent()) {
      // Most likely that of the own offer, which is still to be answered.
      tab.askFor(callId);
    } else if (!isCallee || !rings(call) || former.contains(callId)) {
      tellEnd(callId, "webrtc:call-end");
    } else if (offer.isPresent()) {
      incoming(offer.get(), callId);
    } else {
      tab.askFor(callId);
    }
  }

  private static boolean rings(JsonObject call) {
    return call.text("state").orElse("").equals("ringing");
  }

  private static boolean opens(JsonObject frame) {
    return frame.member("polite").isPresent();
  }

  /** Hears a frame that answers nothing. */
  void heard(JsonObject frame) {
    Optional<String> callId = Frames.callId(frame);
    if (callId.isEmpty()) {
      return;
    }
    switch (Frames.action(frame)) {
      case "webrtc:call-end", "webrtc:call-reject", "webrtc:call-timeout" -> {
        former.add(callId.get());
        leg.filter(own -> own.isOf(callId)).ifPresent(this::finish);
      }
      case "webrtc:peer-resumed" ->
          leg.filter(own -> own.isOf(callId))
              .ifPresent(
                  own -> {
                    sendAgain(own, Frames.number(frame, "lastSeq"));
                    // Both may have been away: what it was told of this side then may be lost.
                    tab.resumeOnceMore();
                  });
      case "webrtc:offer", "webrtc:answer", "webrtc:ice-candidate" -> relayed(frame, callId.get());
      case "ack" -> {
        if (!former.contains(callId.get()) && leg.filter(own -> own.isOf(callId)).isEmpty()) {
          doubt();
        }
      }
      default -> {}
    }
  }

  private void sendAgain(Leg own, long lastSeq) {
    for (Sent sent :
        List.copyOf(own.sent).subList((int) Math.min(lastSeq, own.sent.size()), own.sent.size())) {
      tab.requests.askAgain(sent.id(), sent.text());
    }
  }

  private void relayed(JsonObject frame, String callId) {
    boolean isOurs = leg.filter(own -> own.isOf(Optional.of(callId))).isPresent();
    if (isOurs) {
      take(leg.get(), frame);
    } else if (former.contains(callId)) {
      return;
    } else if (opens(frame) && leg.filter(own -> own.callId().isPresent()).isEmpty()) {
      incoming(frame, callId);
    } else {
      // Nobody is called who is in a call: if it is an offer, one of the two is over.
      early.computeIfAbsent(callId, id -> new ArrayList<>()).add(frame);
      doubt();
    }
  }

  private void incoming(JsonObject offer, String callId) {
    // The own attempt, if there is one, lost the glare.
    leg.ifPresent(this::finish);
    Leg own = begin(new Leg(false, Frames.from(offer).orElseThrow()));
    identify(own, callId);
    ringOutAfter(own, world.ringMillis() + RING_GRACE_MILLIS);
    take(own, offer);
    replay(own);
    tab.guest.rings(this, own);
  }

  private void replay(Leg own) {
    List<JsonObject> waiting = early.remove(own.callId().orElseThrow());
    if (waiting != null) {
      waiting.forEach(frame -> take(own, frame));
    }
  }

  private void take(Leg own, JsonObject frame) {
    boolean hadGap = own.hasGap();
    own.take(frame, next -> inTurn(own, next));
    if (own.hasGap() && !hadGap) {
      awaitOvertaken(own, own.received(), MAX_ASKS);
    }
  }

  /** Asks for what has been overtaken for long; some times, lest it never ends. */
  private void awaitOvertaken(Leg own, long received, int asks) {
    world
        .agenda()
        .after(
            OVERTAKEN_MILLIS,
            Kind.WAIT,
            () -> {
              boolean waits = own.hasGap() && !own.isOver();
              if (waits && own.received() > received) {
                awaitOvertaken(own, own.received(), MAX_ASKS);
              } else if (waits && asks > 0) {
                tab.resume();
                awaitOvertaken(own, received, asks - 1);
              }
            });
  }

  private void inTurn(Leg own, JsonObject frame) {
    world.ledger().delivered(tab.guest, own, frame);
    if (Frames.action(frame).equals("webrtc:answer")) {
      own.activate();
      own.settle();
    } else if (Frames.action(frame).equals("webrtc:offer") && own.isSettled()) {
      send(own, "webrtc:answer", "answer", named(own));
    }
  }
}
