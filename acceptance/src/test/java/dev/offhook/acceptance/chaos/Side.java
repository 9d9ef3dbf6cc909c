package dev.offhook.acceptance.chaos;

import static dev.offhook.acceptance.wire.Frames.frame;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Overheard;
import dev.offhook.acceptance.wire.SignalingSocket;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** One of the two in a call. */
abstract sealed class Side implements Client.Purpose permits Caller, Callee {
  /** A description, and then candidates. */
  static final int FRAMES = 4;

  private static final long IMPATIENT_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(15);

  final Client client;
  final Call call;
  private final NavigableMap<Integer, ObjectNode> sent = new TreeMap<>();
  private final Ordered received = new Ordered();
  private final Queue<String> story = new ConcurrentLinkedQueue<>();
  private Optional<String> callId = Optional.empty();
  private long progressNanos = System.nanoTime();
  private long impatientNanos = IMPATIENT_NANOS;
  private volatile Optional<String> end = Optional.empty();
  private volatile boolean connected;

  Side(Client client, Call call) {
    this.client = client;
    this.call = call;
  }

  /** Everything that the other has to say has arrived, in order. */
  boolean isConnected() {
    return connected;
  }

  /** How the call ended, as far as this side knows. */
  Optional<String> end() {
    return end;
  }

  /** What happened to this side, for whoever wonders why. */
  String story() {
    return String.join("\n  ", story);
  }

  @Override
  public final boolean isDone() {
    return end.isPresent() || call.isGivenUp();
  }

  @Override
  public final Optional<ObjectNode> resume() {
    return callId.map(id -> frame("{}").put("callId", id).put("lastSeq", received.lastSeq()));
  }

  @Override
  public final void established(JsonNode frame, Optional<ObjectNode> told) {
    String current = frame.at("/call/callId").asText();
    note("established, call " + current);
    if (told.isPresent() && !told.get().path("callId").asText().equals(current)) {
      ended("over, says hello");
    } else if (!current.isEmpty() && callId.isEmpty()) {
      callId = Optional.of(current);
    }
    onEstablished();
  }

  @Override
  public final void arrived(JsonNode frame) {
    String action = frame.path("action").asText();
    note("got " + action + " " + frame.path("seq").asText() + frame.path("reason").asText());
    switch (action) {
      case "webrtc:offer", "webrtc:answer", "webrtc:ice-candidate" -> relayed(frame);
      case "webrtc:peer-resumed" ->
          sent.tailMap(frame.path("lastSeq").asInt(), false).values().forEach(this::say);
      case "webrtc:call-end", "webrtc:call-reject" -> ended(frame.path("reason").asText());
      case "webrtc:call-timeout" -> ended("time-out");
      default -> {}
    }
  }

  @Override
  public final void trouble(String what) {
    note(what);
  }

  @Override
  public final void tick() {
    onTick();
    if (System.nanoTime() - progressNanos > impatientNanos) {
      progressNanos = System.nanoTime();
      impatientNanos = Math.min(2 * impatientNanos, LONGEST_NANOS);
      client.helloAgain();
    }
  }

  /** The first connection is there, or another. */
  abstract void onEstablished();

  /** What the other said, in order. */
  abstract void onHeard(JsonNode frame);

  abstract void onTick();

  final Optional<String> callId() {
    return callId;
  }

  final void in(String id) {
    callId = Optional.of(id);
  }

  /** Says the n-th frame of this side in the call. */
  final void say(int seq, ObjectNode frame) {
    ObjectNode numbered = frame.put("seq", seq).put("id", SignalingSocket.newId());
    sent.put(seq, numbered);
    say(numbered);
  }

  final void sayCandidates() {
    String id = callId.orElseThrow();
    for (int seq = 2; seq <= FRAMES; seq++) {
      ObjectNode candidate = frame("{action: 'webrtc:ice-candidate', candidate: {}}");
      candidate.put("callId", id).withObject("/candidate").put("candidate", mark(seq));
      say(seq, candidate);
    }
  }

  /** Ends the call in one's own name, and knows it when that is answered. */
  final void finish(String action, String reason) {
    ObjectNode frame = frame("{}").put("action", action).put("callId", callId.orElseThrow());
    client.ask(frame.put("id", SignalingSocket.newId()), answer -> ended(reason));
  }

  final void ended(String reason) {
    note("ended: " + reason);
    if (end.isEmpty()) {
      end = Optional.of(reason);
    }
  }

  final void note(String what) {
    story.add((System.nanoTime() - call.begunNanos()) / 1_000_000 + " ms: " + what);
  }

  /** What tells a frame from every other of the run. */
  final String mark(int seq) {
    return "%s %s to %s, %d"
        .formatted(Overheard.MARK, client.sessionId(), peer().client.sessionId(), seq);
  }

  abstract Side peer();

  private void say(ObjectNode frame) {
    client.ask(frame, answer -> answered(frame, answer));
  }

  private void answered(ObjectNode frame, JsonNode answer) {
    note(frame.path("action").asText() + " " + frame.path("seq").asInt() + " answered " + answer);
    progressNanos = System.nanoTime();
    switch (answer.path("action").asText()) {
      case "ack" -> onAck(frame, answer);
      case "webrtc:call-reject" -> ended("busy");
      default -> {
        if (answer.path("code").asText().equals("no-call")) {
          ended("no call any more");
        } else {
          call.wrong("unexpected " + answer);
        }
      }
    }
  }

  /** A frame was taken. */
  void onAck(ObjectNode frame, JsonNode ack) {}

  private void relayed(JsonNode frame) {
    String id = frame.path("callId").asText();
    if (callId.isEmpty()) {
      callId = Optional.of(id);
    }
    if (!callId.equals(Optional.of(id))) {
      call.wrong("a frame of another call");
      return;
    }
    List<JsonNode> ready = received.arrives(frame);
    for (JsonNode next : ready) {
      progressNanos = System.nanoTime();
      check(next);
      onHeard(next);
    }
    if (received.lastSeq() == FRAMES) {
      connected = true;
    }
  }

  private void check(JsonNode frame) {
    String heard =
        frame.at("/offer/sdp").asText()
            + frame.at("/answer/sdp").asText()
            + frame.at("/candidate/candidate").asText();
    if (!heard.equals(peer().mark(frame.path("seq").asInt()))) {
      call.wrong("heard " + heard);
    }
  }
}
