package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.error;
import static dev.offhook.acceptance.wire.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Aws;
import dev.offhook.acceptance.wire.Eventually;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.HttpAnswer;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.acceptance.wire.SignalingSocket.Closed;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Guests who end their sessions. */
@OffhookStack
class RevocationIT {

  private static final Closed ENDED = new Closed(1000, "Connection Closed Normally");

  private final Service service;

  RevocationIT(LocalStack stack) {
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  void theConnectionIsToldAndClosed() {
    Guest ann = service.online("Ann");
    revoke(ann);
    ann.expects(frame("{action: 'session:ended', reason: 'revoked'}"));
    assertThat(ann.socket().closed()).isEqualTo(ENDED);
    assertThat(ann.socket().left()).isEmpty();
  }

  @Test
  void theTokenIsGoodForNothingFromThenOn() {
    Guest ann = service.guest("Ann");
    revoke(ann);
    HttpIT.refused(service.http("DELETE", "/sessions/me", ann), 401, "unauthorized", "");
    HttpIT.refused(service.http("POST", "/tickets", ann), 401, "unauthorized", "");
    HttpIT.refused(service.http("GET", "/ice-servers", ann), 401, "unauthorized", "");
    HttpIT.refused(service.http("POST", "/sessions/refresh", ann), 401, "unauthorized", "");
  }

  @Test
  void thePeerIsToldAtOnce() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    String room = Rooms.meet(ann, bob);
    CallBetween call = CallBetween.ringing(ann, bob).answered();
    revoke(ann);
    bob.expects(
        frame(
            "{action: 'webrtc:call-end', callId: '%s', reason: 'peer-disconnected'}",
            call.callId()));
    bob.expects(Rooms.peerLeft(room, ann.peer(false), "left"));
    bob.asks(Said.candidate("late"), error("no-call", false));
    bob.asks(Said.text("nobody"), error("no-peer", false));
    bob.asks(Rooms.join(room), Rooms.joined(room, false));
    bob.expectsNothing();
  }

  @Test
  void aPeerThatIsAwayIsToldWhenItIsBack() {
    CallBetween call = CallBetween.active(service);
    call.callee().socket().close();
    awaitAway(call);
    revoke(call.caller());
    call.callee().connect();
    assertThat(call.callee().hello().has("call")).isFalse();
    assertThat(call.callee().socket().take("webrtc:call-end").path("reason").asText())
        .isEqualTo("peer-disconnected");
  }

  @Test
  void whatWaitedForItIsForgotten() {
    CallBetween call = CallBetween.active(service);
    call.callee().socket().close();
    awaitAway(call);
    assertThat(waitingFor(call.callee())).isPositive();
    revoke(call.callee());
    call.caller().socket().take("webrtc:call-end");
    assertThat(waitingFor(call.callee())).isZero();
  }

  /** Waits until what is said to the callee waits for it. */
  private static void awaitAway(CallBetween call) {
    Eventually.until(
        "the callee is away",
        () -> call.caller().ask(Said.text("there?")).path("delivery").asText().equals("queued"));
  }

  private int waitingFor(Guest guest) {
    ObjectNode query =
        frame(
            """
            {TableName: 'offhook-MailboxTable', Select: 'COUNT', ConsistentRead: true,
             KeyConditionExpression: 'sessionId = :id',
             ExpressionAttributeValues: {':id': {S: '%s'}}}
            """,
            guest.sessionId());
    return new Aws(service).dynamoDb("Query", query).path("Count").asInt();
  }

  @Test
  void framesUnderWayAreHandledOrRefused() {
    for (int time = 1; time <= 5; time++) {
      Guest ann = service.online("Ann");
      Thread revoking = Thread.ofVirtual().start(() -> revoke(ann));
      int asked = 0;
      try {
        for (; asked < 40; asked++) {
          ann.socket().send(frame("{action: 'ping'}").put("id", "p-" + asked));
        }
      } catch (CompletionException closed) {
        assertThat(asked).isPositive();
      }
      assertThat(ann.socket().closed()).isEqualTo(ENDED);
      for (JsonNode answer : ann.socket().left()) {
        String action = answer.path("action").asText();
        assertThat(Set.of("pong", "session:ended", "error")).contains(action);
        if (action.equals("error")) {
          assertThat(answer.path("code").asText()).isEqualTo("unauthorized");
        }
      }
      join(revoking);
    }
  }

  @Test
  void whatIsRefusedOfFramesUnderWayReachesNobodyAndWhatIsAcknowledgedDoes() {
    for (int time = 1; time <= 3; time++) {
      CallBetween call = CallBetween.active(service);
      Guest ann = call.caller();
      Guest bob = call.callee();
      Thread talking = Thread.ofVirtual().start(() -> talk(ann));
      Eventually.until("some frames are under way", () -> ann.socket().hasArrived("ack"));
      revoke(ann);
      assertThat(ann.socket().closed()).isEqualTo(ENDED);
      join(talking);
      Set<String> acknowledged = new HashSet<>();
      Set<String> refused = new HashSet<>();
      for (JsonNode answer : ann.socket().left()) {
        String id = answer.path("id").asText();
        if (answer.path("delivery").asText().equals("delivered")) {
          acknowledged.add(id);
        } else if (answer.path("action").asText().equals("error")) {
          assertThat(answer.path("code").asText()).isIn("unauthorized", "no-peer");
          refused.add(id);
        }
      }
      bob.socket().take("webrtc:call-end");
      bob.ask("{action: 'ping'}");
      Set<String> heard = new HashSet<>();
      bob.socket().left().forEach(said -> heard.add(said.path("text").asText().split(" ", -1)[0]));
      assertThat(acknowledged).isNotEmpty();
      assertThat(heard).containsAll(acknowledged);
      assertThat(refused).doesNotContainAnyElementsOf(heard);
    }
  }

  /** Fifty frames, or as many as the connection takes; the text of each begins with its id. */
  private static void talk(Guest guest) {
    try {
      for (int i = 0; i < 50; i++) {
        guest.socket().send(Said.text("t-" + i).put("id", "t-" + i));
      }
    } catch (CompletionException closed) {
      // That is what the rest comes to.
    }
  }

  @Test
  void aRevokedGuestWithAnOpenSocketIsRefusedWhateverItSays() {
    Guest ann = service.guest("Ann");
    Guest bob = service.online("Bob");
    // Without a hello the service knows of no connection that it could close.
    ann.connect();
    revoke(ann);
    for (ObjectNode said :
        List.of(
            frame("{action: 'session:hello'}"),
            frame("{action: 'ping'}"),
            frame("{action: 'session:refresh'}").put("token", ann.token()),
            Rooms.join(Rooms.newName()),
            Said.offer("1", bob),
            Said.answer("1"),
            Said.candidate("1"),
            Said.end(),
            Said.text("1"))) {
      ann.asks(said, error("unauthorized", false));
    }
    bob.expectsNothing();
  }

  private void revoke(Guest guest) {
    HttpAnswer answer = service.http("DELETE", "/sessions/me", guest);
    assertThat(answer.status()).as(answer.body()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
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
