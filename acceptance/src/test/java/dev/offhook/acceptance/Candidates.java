package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.ack;
import static dev.offhook.acceptance.wire.Frames.frame;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Guest;
import java.util.List;

/** Candidates in all the forms that they have. */
final class Candidates {

  private static final int BATCH = 50;

  private Candidates() {}

  /** Each form goes from each side to the other, untouched. */
  static void travelBothWays(CallBetween call) {
    travel(call.caller(), call.callee(), call.callId());
    travel(call.callee(), call.caller(), call.callId());
  }

  private static void travel(Guest from, Guest to, String callId) {
    for (ObjectNode candidate : forms()) {
      from.asks(candidate, ack("delivered", callId));
      to.expects(Said.relayed(candidate, from, callId));
      to.expectsNothing();
    }
  }

  private static List<ObjectNode> forms() {
    return List.of(
        Said.candidate("candidate:1 1 udp 1 192.0.2.1 1 typ host"),
        Said.candidate(""),
        frame("{action: 'webrtc:ice-candidate', candidate: null}"),
        frame("{action: 'webrtc:ice-candidate', candidate: {}}"),
        frame("{action: 'webrtc:ice-candidate', candidates: [null, {}, {candidate: ''}], seq: 3}"),
        batch());
  }

  /** As many as fit one frame. */
  static ObjectNode batch() {
    ObjectNode batch = frame("{action: 'webrtc:ice-candidate', stranger: 1}");
    ArrayNode candidates = batch.putArray("candidates");
    for (int i = 0; i < BATCH; i++) {
      candidates.add(Said.candidate("candidate:" + i).get("candidate"));
    }
    return batch;
  }
}
