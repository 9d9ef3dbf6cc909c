package dev.offhook.acceptance;

import static dev.offhook.acceptance.Rooms.join;
import static dev.offhook.acceptance.Rooms.joined;
import static dev.offhook.acceptance.Rooms.leave;
import static dev.offhook.acceptance.Rooms.peerJoined;
import static dev.offhook.acceptance.Rooms.peerLeft;
import static dev.offhook.acceptance.wire.Frames.ack;
import static dev.offhook.acceptance.wire.Frames.error;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import org.junit.jupiter.api.Test;

/** Meeting in rooms. */
@OffhookStack
class RoomsIT {

  private final Service service;

  RoomsIT(LocalStack stack) {
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  void whoFindsTheOtherThereOffers() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    String room = Rooms.newName();
    ann.asks(join(room), joined(room, false));
    bob.asks(join(room), joined(room, true, ann.peer(true)));
    ann.expects(peerJoined(room, bob));
    ann.expectsNothing();
    bob.expectsNothing();
  }

  @Test
  void joiningIsAnsweredWithoutAnIdToo() {
    Guest ann = service.online("Ann");
    String room = Rooms.newName();
    ann.socket().send(join(room));
    ann.expects(joined(room, false));
  }

  @Test
  void joiningAgainChangesNothing() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    String room = Rooms.meet(ann, bob);
    for (int time = 1; time <= 2; time++) {
      ann.asks(join(room), joined(room, false, bob.peer(true)));
      bob.asks(join(room), joined(room, true, ann.peer(true)));
    }
    ann.expectsNothing();
    bob.expectsNothing();
  }

  @Test
  void whoLeavesIsMissedOnceAndTheNextOneOffers() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    String room = Rooms.meet(ann, bob);
    ann.asks(leave(), ack("none"));
    bob.expects(peerLeft(room, ann.peer(true), "left"));
    ann.asks(leave(), ack("none"));
    bob.asks(join(room), joined(room, false));
    ann.asks(join(room), joined(room, true, bob.peer(true)));
    bob.expects(peerJoined(room, ann));
    ann.expectsNothing();
    bob.expectsNothing();
  }

  @Test
  void leavingOutsideARoomIsNoError() {
    Guest ann = service.online("Ann");
    ann.asks(leave(), ack("none"));
    ann.expectsNothing();
  }

  @Test
  void joiningAnotherRoomLeavesTheFirst() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    Guest carl = service.online("Carl");
    String first = Rooms.meet(ann, bob);
    String second = Rooms.newName();
    carl.asks(join(second), joined(second, false));
    bob.asks(join(second), joined(second, true, carl.peer(true)));
    ann.expects(peerLeft(first, bob.peer(true), "left"));
    carl.expects(peerJoined(second, bob));
    ann.asks(join(first), joined(first, false));
    bob.asks(Said.text("hi"), ack("delivered"));
    carl.socket().take("chat:text");
    ann.expectsNothing();
  }

  @Test
  @Code("room-full")
  void aRoomHoldsTwo() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    Guest carl = service.online("Carl");
    String room = Rooms.meet(ann, bob);
    String own = Rooms.newName();
    carl.asks(join(own), joined(own, false));
    carl.asks(join(room), error("room-full", true));
    ann.expectsNothing();
    bob.expectsNothing();
    carl.asks(join(own), joined(own, false));
    bob.asks(leave(), ack("none"));
    ann.expects(peerLeft(room, bob.peer(true), "left"));
    carl.asks(join(room), joined(room, true, ann.peer(true)));
    ann.expects(peerJoined(room, carl));
  }

  @Test
  void leavingDoesNotEndACall() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    String room = Rooms.meet(ann, bob);
    CallBetween call = CallBetween.ringing(ann, bob).answered();
    ann.asks(leave(), ack("none"));
    bob.expects(peerLeft(room, ann.peer(true), "left"));
    call.isActive();
    Candidates.travelBothWays(call);
  }

  @Test
  void namesAreTakenAtTheirBounds() {
    Guest ann = service.online("Ann");
    for (String room : new String[] {"-", "Z_9", "r".repeat(64)}) {
      ann.asks(join(room), joined(room, false));
    }
    ObjectNode tooLong = join("r".repeat(65));
    ann.asks(tooLong, error("bad-request", false).put("path", "/room"));
    ann.asks(join(""), error("bad-request", false).put("path", "/room"));
  }
}
