package dev.offhook.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A call whose caller sends ten numbered frames a second, as a browser does that finds candidates,
 * and sends again, with the same id, what it had no answer to.
 */
final class HonestCall {

  private static final long INTERVAL_MILLIS = 100;
  private static final long AGAIN_AFTER_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long BETWEEN_REPETITIONS_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  /**
   * What came of it.
   *
   * @param nanos from sending a frame first to its arrival, sorted
   */
  record Outcome(int sent, int lost, int again, List<Long> nanos) {
    double millis(int percent) {
      return nanos.isEmpty()
          ? Double.NaN
          : nanos.get(Math.min(nanos.size() - 1, nanos.size() * percent / 100)) / 1e6;
    }
  }

  private final BenchCall call;
  private final Map<Integer, Long> sentAt = new ConcurrentHashMap<>();
  private final Map<Integer, Long> arrivedAt = new ConcurrentHashMap<>();
  private final Map<Integer, Long> unanswered = new ConcurrentHashMap<>();
  private int sequence;
  private long saidAgainAt;

  HonestCall(BenchCall call) {
    this.call = call;
  }

  /** Sends that many frames and waits until all have arrived, or too long. */
  Outcome send(int frames) throws IOException, InterruptedException {
    sentAt.clear();
    arrivedAt.clear();
    unanswered.clear();
    int again = 0;
    long next = System.nanoTime();
    long deadline = next + TimeUnit.MILLISECONDS.toNanos(frames * INTERVAL_MILLIS) + PATIENCE_NANOS;
    while (arrivedAt.size() < frames || !unanswered.isEmpty()) {
      long now = System.nanoTime();
      if (now > deadline) {
        break;
      }
      if (sentAt.size() < frames && now >= next) {
        next += TimeUnit.MILLISECONDS.toNanos(INTERVAL_MILLIS);
        sequence++;
        sentAt.put(sequence, now);
        say(sequence, now);
      }
      again += sayAgain(now);
      hear();
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return new Outcome(frames, frames - arrivedAt.size(), again, latencies());
  }

  private void say(int number, long now) {
    unanswered.put(number, now);
    call.caller()
        .send(
            "{\"action\":\"webrtc:ice-candidate\",\"id\":\"h-%d\",\"seq\":%d,\"candidate\":null}"
                .formatted(number, number));
  }

  /**
   * The oldest one, and not too often: who sends all again at once is soon too fast for the rate.
   */
  private int sayAgain(long now) {
    Optional<Integer> due =
        unanswered.entrySet().stream()
            .filter(waiting -> now - waiting.getValue() > AGAIN_AFTER_NANOS)
            .map(Map.Entry::getKey)
            .min(Integer::compare);
    if (due.isEmpty() || now - saidAgainAt < BETWEEN_REPETITIONS_NANOS) {
      return 0;
    }
    saidAgainAt = now;
    say(due.get(), now);
    return 1;
  }

  private void hear() throws IOException {
    for (JsonNode frame : call.callee().arrived()) {
      if (frame.path("action").asText().equals("webrtc:ice-candidate")) {
        arrivedAt.putIfAbsent(frame.path("seq").asInt(), System.nanoTime());
      }
    }
    for (JsonNode frame : call.caller().arrived()) {
      if (frame.path("action").asText().equals("ack")) {
        unanswered.remove(Integer.valueOf(frame.path("id").asText().substring(2)));
      }
    }
  }

  private List<Long> latencies() {
    return new TreeMap<>(arrivedAt)
        .entrySet().stream()
            .map(
                arrival ->
                    arrival.getValue() - sentAt.getOrDefault(arrival.getKey(), arrival.getValue()))
            .sorted()
            .toList();
  }
}
