package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.frame;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Overheard;
import java.util.concurrent.atomic.AtomicLong;

/** Rooms that no other test uses, and what is said in them. */
final class Rooms {

  private static final AtomicLong NEXT = new AtomicLong(1);

  private Rooms() {}

  /** A name that no other test uses. */
  static String newName() {
    return "room-" + Overheard.MARK + "-" + NEXT.getAndIncrement();
  }

  /** Has both join a room of their own, the first one first. */
  static String meet(Guest first, Guest second) {
    String room = newName();
    first.asks(join(room), joined(room, false));
    second.asks(join(room), joined(room, true, first.peer(true)));
    first.expects(peerJoined(room, second));
    return room;
  }

  static ObjectNode join(String room) {
    return frame("{action: 'room:join', room: '%s', stranger: 1}", room);
  }

  static ObjectNode leave() {
    return frame("{action: 'room:leave'}");
  }

  /** The answer to a join, but for its id. */
  static ObjectNode joined(String room, boolean youOffer, ObjectNode... peers) {
    ArrayNode others = JsonNodeFactory.instance.arrayNode();
    for (ObjectNode peer : peers) {
      others.add(peer);
    }
    ObjectNode joined = frame("{action: 'room:joined', room: '%s', youOffer: %s}", room, youOffer);
    joined.set("peers", others);
    return joined;
  }

  static ObjectNode peerJoined(String room, Guest peer) {
    ObjectNode joined = frame("{action: 'room:peer-joined', room: '%s', youOffer: false}", room);
    joined.set("peer", peer.peer(true));
    return joined;
  }

  static ObjectNode peerLeft(String room, ObjectNode peer, String reason) {
    ObjectNode left = frame("{action: 'room:peer-left', room: '%s', reason: '%s'}", room, reason);
    left.set("peer", peer);
    return left;
  }
}
