package dev.offhook.acceptance.chaos;

import static dev.offhook.acceptance.wire.Frames.frame;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Who calls, and hangs up. */
final class Caller extends Side {
  private boolean hasOffered;
  private boolean hasTrickled;
  private boolean isLeaving;

  Caller(Client client, Call call) {
    super(client, call);
  }

  @Override
  Side peer() {
    return call.callee();
  }

  @Override
  void onEstablished() {
    if (!hasOffered) {
      hasOffered = true;
      ObjectNode offer = frame("{action: 'webrtc:offer', type: 'video', offer: {type: 'offer'}}");
      offer.put("to", peer().client.sessionId()).withObject("/offer").put("sdp", mark(1));
      say(1, offer);
    }
  }

  @Override
  void onAck(ObjectNode frame, JsonNode ack) {
    if (!frame.path("action").asText().equals("webrtc:offer")) {
      return;
    }
    in(ack.path("callId").asText());
    if (ack.path("delivery").asText().equals("none")) {
      ended("over before the answer to the offer");
    } else if (!hasTrickled) {
      hasTrickled = true;
      sayCandidates();
    }
  }

  @Override
  void onHeard(JsonNode frame) {}

  @Override
  void onTick() {
    boolean wants =
        switch (call.plan()) {
          case TALK -> isConnected() && peer().isConnected();
          case CANCEL -> hasTrickled;
          case REJECT -> false;
        };
    if (wants && !isLeaving) {
      isLeaving = true;
      finish("webrtc:call-end", "hung up");
    }
  }
}
