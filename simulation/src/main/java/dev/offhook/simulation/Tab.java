package dev.offhook.simulation;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.Json.ObjectBuilder;
import dev.offhook.json.JsonText;
import dev.offhook.simulation.Agenda.Kind;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A page with something like the SDK in it: keeps a connection for its guest and speaks on it. */
final class Tab {

  /** How far it is. */
  enum State {
    /** It has no connection and waits to make one. */
    AWAY,
    /** It makes one. */
    OPENING,
    /** It has one and waits for the answer to its hello. */
    GREETING,
    /** It is connected. */
    READY,
    /** It is closed, was replaced by another tab, or its session is over. */
    STOPPED
  }

  private static final long HELLO_MILLIS = 4000;
  private static final int MAX_RESUMPTIONS = 8;
  private static final long HEARTBEAT_MILLIS = 30_000;

  final Guest guest;
  final Phone phone;
  final Meeting meeting;
  final Requests requests;
  private final String name;
  private final World world;
  private final Set<String> askedFor = new HashSet<>();
  private State state = State.AWAY;
  private Optional<Socket> socket = Optional.empty();
  private int resumptions;
  private long offlineUntil;
  private long greetedAt;
  private Optional<String> greetedWith = Optional.empty();
  private int lastId;

  Tab(Guest guest, String name, World world) {
    this.guest = guest;
    this.name = name;
    this.world = world;
    this.requests = new Requests(this, world.agenda());
    this.phone = new Phone(this, world);
    this.meeting = new Meeting(this, world);
  }

  State state() {
    return state;
  }

  Optional<Socket> socket() {
    return socket;
  }

  /** Makes a connection. */
  void connect() {
    if (state == State.AWAY) {
      state = State.OPENING;
      world.gateway().open(this);
    }
  }

  /** The connection could not be opened this time. */
  void notOpened() {
    if (state == State.OPENING) {
      state = State.AWAY;
      connectAfter(1000);
    }
  }

  /** The session is over. */
  void refused() {
    stop();
  }

  void opened(Socket opened) {
    if (state != State.OPENING) {
      world.gateway().vanish(opened);
      return;
    }
    state = State.GREETING;
    socket = Optional.of(opened);
    askedFor.clear();
    resumptions = 0;
    meeting.asks();
    greetedAt = world.agenda().elapsed();
    greetedWith = phone.resume().flatMap(Frames::callId);
    transmit(hello(newId(), phone.resume()));
    world.agenda().after(HELLO_MILLIS, Kind.WAIT, () -> giveUpOn(opened));
  }

  private void giveUpOn(Socket greeted) {
    if (state == State.GREETING && isCurrent(greeted)) {
      world.gateway().drop(greeted);
    }
  }

  private static String hello(String id, Optional<JsonObject> resume) {
    ObjectBuilder frame = Json.object().put("action", "session:hello").put("id", id);
    resume.ifPresent(member -> frame.put("resume", member));
    return JsonText.write(frame.build());
  }

  /** Keeps its connection alive, and hears if it is not the session's any more. */
  private void beat(Socket beating) {
    if (state == State.READY && isCurrent(beating)) {
      ask("ping", Json.object(), answer -> {});
      world.agenda().after(HEARTBEAT_MILLIS, Kind.WAIT, () -> beat(beating));
    }
  }

  /** Says hello again, as one who knows that there is that call. */
  void askFor(String callId) {
    if (askedFor.add(callId)) {
      greetAgain(Optional.of(phone.resume(callId)));
    }
  }

  /** Says hello again, as one who is back; some times for each connection, lest it never ends. */
  void resumeOnceMore() {
    if (resumptions < MAX_RESUMPTIONS) {
      resumptions++;
      resume();
    }
  }

  /** Says hello again, as one to whom something of a call has not come. */
  void resume() {
    greetAgain(phone.resume());
  }

  /** Says hello again, to be told what is so. */
  void askWhatIsSo() {
    greetAgain(Optional.empty());
  }

  private void greetAgain(Optional<JsonObject> resume) {
    String id = newId();
    long saidAt = world.agenda().elapsed();
    requests.ask(
        id,
        hello(id, resume),
        false,
        answer -> established(answer, saidAt, resume.flatMap(Frames::callId)));
  }

  /** The connection is gone. */
  void lost(Socket gone) {
    if (isCurrent(gone) && state != State.STOPPED) {
      state = State.AWAY;
      socket = Optional.empty();
      connectAfter(
          Math.max(world.faults().millis(200, 1500), offlineUntil - world.agenda().elapsed()));
    }
  }

  private void connectAfter(long millis) {
    world.agenda().after(millis, Kind.WAIT, this::connect);
  }

  /** Loses its connection, and cannot make another one for that long. */
  void goOffline(long millis) {
    offlineUntil = world.agenda().elapsed() + millis;
    socket.ifPresent(world.gateway()::drop);
  }

  /** Is closed without a word. */
  void vanish() {
    socket.ifPresent(world.gateway()::vanish);
    stop();
  }

  private void stop() {
    if (state != State.STOPPED) {
      world.trace().say("%s stops", this);
    }
    state = State.STOPPED;
    requests.forgetAll();
  }

  /** Whether it is connected and waits for nothing. */
  boolean isSettled() {
    return state == State.READY && requests.isEmpty() && !phone.isInDoubt();
  }

  String newId() {
    return name.replace('/', '-') + "-" + ++lastId;
  }

  /** Sends a frame, if there is a connection. */
  void transmit(String text) {
    boolean possible = state == State.READY || state == State.GREETING;
    socket.filter(open -> possible).ifPresent(open -> world.gateway().send(open, text));
  }

  /** Asks what is to be answered. */
  void ask(String action, ObjectBuilder members, Consumer<JsonObject> then) {
    String id = newId();
    requests.ask(id, text(id, action, members), false, then);
  }

  static String text(String id, String action, ObjectBuilder members) {
    return JsonText.write(
        Json.object()
            .put("action", action)
            .put("id", id)
            .putAll(members.build().members())
            .build());
  }

  /** Hears a frame. */
  void heard(Socket from, JsonObject frame) {
    if (state == State.STOPPED || !isCurrent(from)) {
      return;
    }
    switch (Frames.action(frame)) {
      case "connection:replaced", "session:ended" -> stop();
      case "connection:established" -> {
        if (!requests.answered(frame)) {
          established(frame, greetedAt, greetedWith);
        }
      }
      case "error" -> failed(from, frame);
      default -> {
        if (!requests.answered(frame)) {
          meeting.heard(frame);
          phone.heard(frame);
        }
      }
    }
  }

  private void failed(Socket from, JsonObject frame) {
    String code = frame.text("code").orElse("");
    if (code.equals("session-not-found") || code.equals("unauthorized")) {
      stop();
      world.gateway().vanish(from);
    } else if (!requests.answered(frame) && state == State.GREETING) {
      world.gateway().drop(from);
    }
  }

  private void established(JsonObject frame, long saidAt, Optional<String> named) {
    if (!Frames.action(frame).equals("connection:established")) {
      return;
    }
    boolean first = state == State.GREETING;
    state = State.READY;
    guest.established(frame);
    if (first) {
      meeting.established(frame);
    }
    phone.established(frame, saidAt, named);
    if (first) {
      requests.askAllAgain();
      socket.ifPresent(open -> world.agenda().after(HEARTBEAT_MILLIS, Kind.WAIT, () -> beat(open)));
    }
  }

  private boolean isCurrent(Socket one) {
    return socket.isPresent() && socket.get() == one;
  }

  @Override
  public String toString() {
    return name;
  }
}
