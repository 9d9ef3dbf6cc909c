package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.ANY_TEXT;
import static dev.offhook.acceptance.wire.Frames.ANY_TIME;
import static dev.offhook.acceptance.wire.Frames.ack;
import static dev.offhook.acceptance.wire.Frames.error;
import static dev.offhook.acceptance.wire.Frames.frame;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Eventually;
import dev.offhook.acceptance.wire.Frames;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.acceptance.wire.SignalingSocket;
import dev.offhook.acceptance.wire.SignalingSocket.Closed;
import dev.offhook.acceptance.wire.SignalingSocket.RefusedException;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections that come, stay and go. */
@OffhookStack
class ConnectingIT {

  private static final Closed REPLACED = new Closed(1000, "Connection Closed Normally");

  private final Service service;

  ConnectingIT(LocalStack stack) {
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  void withoutATokenItIs401() {
    assertThat(service.answerTo("")).isEqualTo(401);
    assertThat(service.answerTo("?ticket=x")).isEqualTo(401);
    assertThat(service.answerTo("?token=")).isEqualTo(401);
  }

  @Test
  void aTokenThatProvesNothingIs401() {
    Guest ann = service.guest("Ann");
    TokenAttacks.on(service, ann)
        .forEach(
            (attack, token) ->
                assertThat(service.answerTo("?token=" + encoded(token))).as(attack).isEqualTo(401));
    String ofNobody = new Forgery(service).ofNobody(ann);
    assertThat(service.handshake(ofNobody)).isEqualTo(401);
    ann.connect();
    ann.hello();
  }

  @Test
  void aTokenThatIsNotAGuestsIs403() {
    Guest ann = service.guest("Ann");
    Forgery forgery = new Forgery(service);
    assertThat(service.handshake(forgery.notAGuest(ann))).isEqualTo(403);
    for (String token : forgery.hardlyAGuest(ann)) {
      assertThat(service.handshake(token)).isEqualTo(403);
    }
  }

  @Test
  void aRevokedSessionIs403() {
    Guest ann = service.guest("Ann");
    assertThat(service.http("DELETE", "/sessions/me", ann).status()).isEqualTo(204);
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(ann::connect)
        .satisfies(refused -> assertThat(refused.status()).isEqualTo(403));
  }

  @Test
  void helloIsAnsweredWithAllThatAClientPlansBy() {
    Guest ann = service.guest("Ann");
    ann.connect();
    ObjectNode established = established(ann);
    JsonNode first = ann.ask("{action: 'session:hello'}");
    established.put("id", first.path("id").asText());
    assertThat(Frames.isAsExpected(first, established)).as("%s", first).isTrue();
    Instant serverTime = Instant.parse(first.path("serverTime").asText());
    assertThat(Instant.parse(first.path("reconnectBefore").asText()))
        .isBetween(serverTime.plusSeconds(6500), serverTime.plusSeconds(6600));
    assertThat(Instant.parse(first.path("tokenExpiresAt").asText()))
        .isBetween(serverTime.plusSeconds(3500), serverTime.plusSeconds(3600));

    ann.say("{action: 'session:hello'}");
    JsonNode second = ann.expects(established(ann));
    assertThat(second.path("connectionId")).isEqualTo(first.path("connectionId"));
    ann.expectsNothing();
  }

  private static ObjectNode established(Guest guest) {
    ObjectNode established =
        frame(
            """
            {action: 'connection:established', resumed: false, heartbeatSeconds: 300,
             resumeSeconds: 30, iceServers: [], peers: [],
             limits: {frameBytes: 32768, candidatesPerFrame: 50, textCharacters: 1000,
              framesPerSecond: 30, framesBurst: 60, roomSize: 2, ringSeconds: 45}}
            """);
    for (String time : List.of("reconnectBefore", "tokenExpiresAt", "serverTime")) {
      established.put(time, ANY_TIME);
    }
    return established
        .put("connectionId", ANY_TEXT)
        .put("sessionId", guest.sessionId())
        .put("displayName", guest.displayName());
  }

  @Test
  void framesBeforeTheHelloAreHandled() {
    Guest ann = service.guest("Ann");
    Guest bob = service.online("Bob");
    String room = Rooms.newName();
    bob.asks(Rooms.join(room), Rooms.joined(room, false));
    ann.connect();
    ann.asks(Rooms.join(room), Rooms.joined(room, true, bob.peer(true)));
    assertThat(bob.socket().take("room:peer-joined").path("peer")).isEqualTo(ann.peer(false));
    ann.asks(Said.text("early"), ack("delivered"));
    bob.socket().take("chat:text");
    bob.asks(Said.text("too early"), error("peer-unavailable", true));
    assertThat(ann.ask("{action: 'ping'}").path("action").asText()).isEqualTo("pong");
    JsonNode established = ann.hello();
    assertThat(established.path("room").asText()).isEqualTo(room);
    assertThat(established.path("peers")).containsExactly(bob.peer(true));
    bob.asks(Said.text("late"), ack("delivered"));
    ann.socket().take("chat:text");
  }

  @Test
  void theNewestConnectionWins() {
    CallBetween call = CallBetween.active(service);
    Guest bob = call.callee();
    SignalingSocket old = bob.socket();
    bob.connect();
    assertThat(bob.hello().path("resumed").asBoolean()).isTrue();
    old.expect(frame("{action: 'connection:replaced'}"));
    assertThat(old.closed()).isEqualTo(REPLACED);
    Candidates.travelBothWays(call);
    call.isActive();
  }

  @Test
  void theDisconnectOfAReplacedConnectionChangesNothing() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    String room = Rooms.meet(ann, bob);
    for (int turn = 1; turn <= 3; turn++) {
      SignalingSocket old = bob.socket();
      bob.connect();
      bob.hello();
      old.closed();
    }
    Guest marker = service.online("Marker");
    marker.socket().leave();
    awaitSeenAsLeft(marker);
    ann.asks(Rooms.join(room), Rooms.joined(room, false, bob.peer(true)));
    ann.asks(Said.text("still there"), ack("delivered"));
    bob.socket().take("chat:text");
  }

  /** A disconnect that came later than others has been handled. */
  private void awaitSeenAsLeft(Guest left) {
    Guest caller = service.online("Caller");
    Eventually.until(
        left + " is known to have left",
        () -> {
          JsonNode answer = caller.ask(Said.offer("there?", left));
          caller.ask(Said.end());
          return answer.path("delivery").asText().equals("queued");
        });
  }

  @Test
  void aHelloThatComesLateIsOfAReplacedConnection() {
    Guest ann = service.guest("Ann");
    SignalingSocket earlier = ann.connect();
    ann.connect();
    ann.hello();
    earlier.send(frame("{action: 'session:hello', id: 'late'}"));
    earlier.expect(frame("{action: 'connection:replaced', id: 'late'}"));
    assertThat(earlier.closed()).isEqualTo(REPLACED);
    ann.expectsNothing();
  }

  @Test
  void aConnectionThatRollsOverLosesNothing() {
    CallBetween call = CallBetween.active(service);
    Guest ann = call.caller();
    Guest bob = call.callee();
    SignalingSocket old = bob.socket();
    int count = 30;
    Thread talking =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int seq = 1; seq <= count; seq++) {
                    ann.asks(Said.candidate(seq), ack("delivered", call.callId()));
                  }
                });
    JsonNode first = old.take("webrtc:ice-candidate");
    bob.connect();
    bob.hello();
    old.expect(frame("{action: 'connection:replaced'}"));
    old.closed();
    join(talking);
    bob.socket().ask(frame("{action: 'ping'}"));
    List<Integer> seqs = new ArrayList<>(List.of(first.path("seq").asInt()));
    for (SignalingSocket socket : List.of(old, bob.socket())) {
      socket.left().forEach(frame -> seqs.add(frame.path("seq").asInt()));
    }
    assertThat(seqs).hasSize(count).doesNotHaveDuplicates();
    call.isActive();
  }

  @Test
  void aSessionWithoutALossIsNotResumedAndOneThatComesBackIs() {
    Guest ann = service.guest("Ann");
    ann.connect();
    assertThat(ann.hello().path("resumed").asBoolean()).isFalse();
    SignalingSocket first = ann.socket();
    first.leave();
    ann.connect();
    assertThat(ann.hello().path("resumed").asBoolean()).isTrue();
  }

  @Test
  void whoResumesIsToldTheCallAndThePeerWhatArrived() {
    for (boolean answered : new boolean[] {false, true}) {
      CallBetween call = answered ? CallBetween.active(service) : CallBetween.ringing(service);
      call.callee().connect();
      JsonNode established =
          call.callee()
              .ask("{action: 'session:hello', resume: {callId: '%s', lastSeq: 7}}", call.callId());
      ObjectNode summary =
          frame(
              "{callId: '%s', role: 'callee', state: '%s', type: 'video'}",
              call.callId(), answered ? "active" : "ringing");
      summary.set("peer", call.caller().peer(true));
      assertThat(established.path("call")).isEqualTo(summary);
      call.caller()
          .expects(
              frame("{action: 'webrtc:peer-resumed', callId: '%s', lastSeq: 7}", call.callId()));
      call.silence();
      if (answered) {
        call.isActive();
      } else {
        call.stillRings();
      }
    }
  }

  @Test
  void aResumeOfAnotherCallIsNotToldToThePeer() {
    CallBetween call = CallBetween.active(service);
    call.caller().connect();
    JsonNode established =
        call.caller().ask("{action: 'session:hello', resume: {callId: 'another', lastSeq: 0}}");
    assertThat(established.at("/call/role").asText()).isEqualTo("caller");
    call.silence();
    call.caller().connect();
    call.caller().hello();
    call.silence();
  }

  private static String encoded(String token) {
    return URLEncoder.encode(token, UTF_8);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
