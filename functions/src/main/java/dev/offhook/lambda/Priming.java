package dev.offhook.lambda;

import dev.offhook.call.CallRecord;
import dev.offhook.protocol.CallType;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.FrameId;
import dev.offhook.session.Session;
import dev.offhook.signaling.Connections;
import dev.offhook.signaling.Ids;
import dev.offhook.signaling.Ports;
import dev.offhook.signaling.SignalingService;
import dev.offhook.signaling.Speaker;
import dev.offhook.signaling.Timers.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Goes the ways that frames go, before Lambda takes the snapshot that it starts execution
 * environments from: what was loaded and compiled is in the snapshot, and nobody waits for it.
 * Nothing is changed: there are no such sessions, calls and connections.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-best-practices.html">Best
 *     practices for working with Lambda SnapStart</a>
 */
final class Priming {
  /** After so many, what a frame runs through is compiled, for the most part. */
  private static final int ROUNDS = 50;

  private static final String OFFER =
      """
      {"action":"webrtc:offer","type":"video","offer":{"type":"offer","sdp":"v=0"}}\
      """;

  private static final Duration LIFE = Duration.ofMinutes(1);

  /** In the form that API Gateway gives them, but none of its. */
  private static final ConnectionId NO_CONNECTION = new ConnectionId("AAAAAAAAAAAAAAA=");

  private final SignalingService service;
  private final Ports ports;
  private final Connections connections;
  private final Ids ids;
  private final InstantSource clock;

  /**
   * @param connections that log nothing: there is no invocation yet
   */
  Priming(
      SignalingService service,
      Ports ports,
      Connections connections,
      Ids ids,
      InstantSource clock) {
    this.service = service;
    this.ports = ports;
    this.connections = connections;
    this.ids = ids;
    this.clock = clock;
  }

  void run() {
    for (int round = 0; round < ROUNDS; round++) {
      callNobody();
    }
  }

  private void callNobody() {
    Instant now = clock.instant();
    Session caller = nobody(now);
    Session callee = nobody(now);
    CallRecord call =
        CallRecord.ringing(ids.newCallId(), caller.id(), callee.id(), CallType.VIDEO, now);
    speak(caller, now);
    var _ = ports.sessions().find(callee.id());
    // It ran out long ago, and there is no such call: whoever handles it does nothing.
    ports.timers().start(new Timer.Ring(call.id(), Instant.EPOCH), Duration.ZERO);
    var _ = ports.calls().open(call, Optional.of(new FrameId("priming")), caller, callee);
    var _ = ports.calls().answer(call.id(), caller.id(), callee.id(), now);
    var _ = connections.post(NO_CONNECTION, OFFER);
  }

  private void speak(Session nobody, Instant now) {
    Speaker speaker =
        new Speaker(nobody.id(), nobody.displayName(), NO_CONNECTION, now, nobody.expiresAt());
    var _ = service.handle(speaker, OFFER);
  }

  private Session nobody(Instant now) {
    return Session.fresh(ids.newSessionId(), "nobody", now.plus(LIFE));
  }
}
