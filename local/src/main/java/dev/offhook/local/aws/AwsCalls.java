package dev.offhook.local.aws;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The calls that functions made to AWS, the last {@value #CAPACITY} of them.
 *
 * <p>A call is recorded before its caller gets the answer. Safe for any number of threads.
 */
public final class AwsCalls {
  /** How many calls are kept. */
  public static final int CAPACITY = 100_000;

  private final Deque<AwsCall> calls = new ArrayDeque<>();
  private long next;

  /** A point in time: the calls after it have this number or a greater one. */
  public synchronized long mark() {
    return next;
  }

  /**
   * The calls since a mark, in the order in which they were answered.
   *
   * @throws IllegalArgumentException if some of them were forgotten for newer ones
   */
  public synchronized List<AwsCall> since(long mark) {
    if (mark < next - calls.size()) {
      throw new IllegalArgumentException("more than " + CAPACITY + " calls since the mark");
    }
    List<AwsCall> newer = new ArrayList<>();
    var backwards = calls.descendingIterator();
    for (long number = next - 1; number >= mark; number--) {
      newer.add(backwards.next());
    }
    Collections.reverse(newer);
    return newer;
  }

  /** How many calls of each operation a function made since a mark. */
  public Map<String, Integer> operations(String function, long mark) {
    Map<String, Integer> counts = new TreeMap<>();
    for (AwsCall call : since(mark)) {
      if (call.function().equals(function)) {
        counts.merge(call.operation(), 1, Integer::sum);
      }
    }
    return counts;
  }

  /** How many calls of each operation each function made since a mark. */
  public Map<String, Map<String, Integer>> operations(long mark) {
    Map<String, Map<String, Integer>> counts = new TreeMap<>();
    for (AwsCall call : since(mark)) {
      counts
          .computeIfAbsent(call.function(), function -> new TreeMap<>())
          .merge(call.operation(), 1, Integer::sum);
    }
    return counts;
  }

  /** Records a call and what was answered. */
  void add(AwsRequest request, AwsResponse response) {
    add(AwsCallReader.read(request, response));
  }

  /** Records a call, under the next number. */
  public synchronized void add(AwsCall call) {
    if (calls.size() == CAPACITY) {
      calls.removeFirst();
    }
    calls.addLast(call.numbered(next++));
  }
}
