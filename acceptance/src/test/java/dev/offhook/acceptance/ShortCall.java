package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.ack;

import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;

/** A whole call, from meeting to hanging up. */
final class ShortCall {

  private ShortCall() {}

  /** Two guests meet, call, answer, find a path, and hang up. */
  static void isMade(Service service) {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    Rooms.meet(ann, bob);
    CallBetween call = CallBetween.ringing(bob, ann);
    Candidates.travelBothWays(call);
    call.answered().isActive();
    bob.asks(Said.end(), ack("delivered", call.callId()));
    ann.expects(RingingCallIT.over("call-end", "hangup", bob, call));
    call.isOver();
  }
}
