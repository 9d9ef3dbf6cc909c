package dev.offhook.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offhook.local.LocalStack;
import java.io.IOException;
import java.net.http.HttpClient;

/** Two guests in an active call. */
record BenchCall(BenchClient caller, BenchClient callee) {

  private static final String ANSWER =
      "{\"action\":\"webrtc:answer\",\"answer\":{\"type\":\"answer\",\"sdp\":\"v=0\"}}";
  private static final String CANDIDATE =
      "{\"action\":\"webrtc:ice-candidate\",\"candidate\":null}";

  static BenchCall open(HttpClient http, LocalStack stack)
      throws IOException, InterruptedException {
    BenchClient caller = BenchClient.connect(http, stack);
    BenchClient callee = BenchClient.connect(http, stack);
    caller.send(
        """
        {"action":"webrtc:offer","to":"%s","type":"video","offer":{"type":"offer","sdp":"v=0"}}
        """
            .formatted(callee.sessionId()));
    expect("webrtc:offer", callee.next());
    callee.send(ANSWER);
    expect("webrtc:answer", caller.next());
    return new BenchCall(caller, callee);
  }

  /** Sends a candidate and waits until it is there. */
  void relay() throws IOException, InterruptedException {
    caller.send(CANDIDATE);
    expect("webrtc:ice-candidate", callee.next());
  }

  private static void expect(String action, JsonNode frame) {
    String came = frame.path("action").asText();
    if (!came.equals(action)) {
      throw new IllegalStateException("expected " + action + ", but " + came + " came");
    }
  }
}
