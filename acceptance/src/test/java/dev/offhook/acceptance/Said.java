package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.frame;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Overheard;
import java.util.List;

/**
 * What clients say, each told from the others by a mark, with all that the service must pass on and
 * all that it must leave out. {@link Overheard#MARK} is in all that nobody else must hear.
 */
final class Said {

  /** Longer texts, and none at all, are about how long a text may be. */
  private static final int ROOM_FOR_A_MARK = 900;

  private static final List<String> FOR_THE_SERVICE = List.of("id", "to", "stranger");

  private Said() {}

  /** An offer for video, to whom it may concern. */
  static ObjectNode offer(String mark) {
    return frame(
        """
        {action: 'webrtc:offer', type: 'video', seq: 1, stranger: {callId: 'x'},
         offer: {type: 'offer', sdp: 'v=0 zQ7x %s', private: [1.5, null, '\\u00e9\\ud83d\\ude00']}}
        """,
        mark);
  }

  /** An offer for video to that guest. */
  static ObjectNode offer(String mark, Guest to) {
    return offer(mark).put("to", to.sessionId());
  }

  static ObjectNode answer(String mark) {
    return frame(
        """
        {action: 'webrtc:answer', seq: 7, polite: true, stranger: [],
         answer: {type: 'answer', sdp: 'v=0 zQ7x %s', private: {a: 0}}}
        """,
        mark);
  }

  /** A candidate with all its members, some of them null or empty. */
  static ObjectNode candidate(String mark) {
    return frame(
        """
        {action: 'webrtc:ice-candidate', seq: 2147483647, stranger: 1,
         candidate: {candidate: '%s', sdpMid: '', sdpMLineIndex: null, usernameFragment: 'zQ7x', x: 1}}
        """,
        mark);
  }

  /** One that says no more than which it is. */
  static ObjectNode candidate(int seq) {
    return frame("{action: 'webrtc:ice-candidate', candidate: null, seq: %s}", seq);
  }

  static ObjectNode end() {
    return frame("{action: 'webrtc:call-end', stranger: true}");
  }

  static ObjectNode reject() {
    return frame("{action: 'webrtc:call-reject', stranger: true}");
  }

  static ObjectNode timeOut() {
    return frame("{action: 'webrtc:call-timeout', stranger: true}");
  }

  static ObjectNode text(String text) {
    return frame("{action: 'chat:text', stranger: 0}")
        .put(
            "text",
            text.isEmpty() || text.length() > ROOM_FOR_A_MARK ? text : text + " " + Overheard.MARK);
  }

  /** What of such a frame reaches the other side. */
  static ObjectNode relayed(ObjectNode said, Guest from, String callId) {
    ObjectNode relayed = said.deepCopy();
    relayed.remove(FOR_THE_SERVICE);
    relayed.remove("polite");
    relayed.set("from", from.sender());
    return relayed.put("callId", callId);
  }
}
