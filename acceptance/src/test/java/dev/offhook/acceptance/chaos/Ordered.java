package dev.offhook.acceptance.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Puts the frames of one sender in one call in order by {@code seq}, and drops repeats. */
final class Ordered {
  private final NavigableMap<Integer, JsonNode> early = new TreeMap<>();
  private int lastSeq;

  /** The highest seq up to which everything has arrived. */
  int lastSeq() {
    return lastSeq;
  }

  /** A frame arrives; what can be handed on because of it. */
  List<JsonNode> arrives(JsonNode frame) {
    int seq = frame.path("seq").asInt();
    if (seq > lastSeq) {
      early.putIfAbsent(seq, frame);
    }
    List<JsonNode> ready = new ArrayList<>();
    for (JsonNode next = early.remove(lastSeq + 1);
        next != null;
        next = early.remove(lastSeq + 1)) {
      lastSeq++;
      ready.add(next);
    }
    return ready;
  }
}
