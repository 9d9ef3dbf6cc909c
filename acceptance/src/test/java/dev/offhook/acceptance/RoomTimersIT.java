package dev.offhook.acceptance;

import static dev.offhook.acceptance.Rooms.join;
import static dev.offhook.acceptance.Rooms.joined;
import static dev.offhook.acceptance.Rooms.peerJoined;
import static dev.offhook.acceptance.Rooms.peerLeft;
import static dev.offhook.acceptance.wire.Frames.ack;
import static dev.offhook.acceptance.wire.Frames.error;
import static dev.offhook.acceptance.wire.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offhook.acceptance.wire.Eventually;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Rooms of three, and what becomes of the place of one who is gone. */
@OffhookStack(
    parameters = {
      Stacks.SHORT_RING,
      Stacks.SHORT_RESUME,
      Stacks.FREQUENT_CHECKS,
      Stacks.ROOM_OF_THREE
    })
class RoomTimersIT {

  private final Service service;

  RoomTimersIT(LocalStack stack) {
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void threeMeetAndAFourthFindsItFull() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    Guest carl = service.online("Carl");
    Guest dora = service.online("Dora");
    String room = Rooms.meet(ann, bob);
    carl.asks(join(room), joined(room, true, ann.peer(true), bob.peer(true)));
    ann.expects(peerJoined(room, carl));
    bob.expects(peerJoined(room, carl));
    dora.asks(join(room), error("room-full", true));
    bob.asks(join(room), joined(room, true, ann.peer(true), carl.peer(true)));
    ann.asks(Said.offer("to whom?"), error("no-peer", false));
    ann.asks(Said.text("all"), ack("delivered"));
    bob.socket().take("chat:text");
    carl.socket().take("chat:text");
    dora.expectsNothing();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whoIsGoneKeepsThePlaceThenIsMissed() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    String room = Rooms.meet(ann, bob);
    bob.socket().close();
    awaitSeen(ann, room, bob, false);
    ann.asks(Said.text("there?"), ack("queued"));
    ann.expects(peerLeft(room, bob.peer(false), "disconnected"));
    ann.asks(join(room), joined(room, false));
    ann.expectsNothing();
    bob.connect();
    assertThat(bob.hello().has("room")).isFalse();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whoIsBackInTimeIsNotAnnounced() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    String room = Rooms.meet(ann, bob);
    bob.socket().close();
    awaitSeen(ann, room, bob, false);
    bob.connect();
    JsonNode established = bob.hello();
    assertThat(established.path("resumed").asBoolean()).isTrue();
    assertThat(established.path("room").asText()).isEqualTo(room);
    assertThat(established.path("peers")).containsExactly(ann.peer(true));
    awaitSeen(ann, room, bob, true);
    Guest carl = service.online("Carl");
    Guest dora = service.online("Dora");
    String other = Rooms.meet(carl, dora);
    dora.socket().close();
    carl.expects(peerLeft(other, dora.peer(false), "disconnected"));
    ann.asks(Said.text("still there"), ack("delivered"));
    bob.socket().take("chat:text");
    ann.expectsNothing();
    bob.expectsNothing();
  }

  private static void awaitSeen(Guest asks, String room, Guest peer, boolean connected) {
    Eventually.until(
        peer + " is seen as connected: " + connected,
        () ->
            asks.ask(frame("{action: 'room:join', room: '%s'}", room))
                .path("peers")
                .path(0)
                .equals(peer.peer(connected)));
  }
}
