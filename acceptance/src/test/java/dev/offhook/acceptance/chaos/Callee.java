package dev.offhook.acceptance.chaos;

import static dev.offhook.acceptance.wire.Frames.frame;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Who is called. */
final class Callee extends Side {
  private volatile boolean reachable;

  Callee(Client client, Call call) {
    super(client, call);
  }

  /** Whether it has been connected once: nobody can call who never was. */
  boolean isReachable() {
    return reachable;
  }

  @Override
  Side peer() {
    return call.caller();
  }

  @Override
  void onEstablished() {
    reachable = true;
  }

  @Override
  void onHeard(JsonNode frame) {
    if (!frame.path("action").asText().equals("webrtc:offer")) {
      return;
    }
    switch (call.plan()) {
      case TALK -> {
        ObjectNode answer = frame("{action: 'webrtc:answer', answer: {type: 'answer'}}");
        answer.put("callId", callId().orElseThrow()).withObject("/answer").put("sdp", mark(1));
        say(1, answer);
        sayCandidates();
      }
      case REJECT -> finish("webrtc:call-reject", "rejected");
      case CANCEL -> {}
    }
  }

  @Override
  void onTick() {}
}
