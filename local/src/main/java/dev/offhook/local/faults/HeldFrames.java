package dev.offhook.local.faults;

import dev.offhook.local.faults.Frames.Direction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** The frames that wait for another to overtake them. */
final class HeldFrames {
  /** A client that waits for an answer before it sends more is not kept for ever. */
  static final Duration LONGEST = Duration.ofSeconds(1);

  private final Map<Way, List<Held>> waiting = new ConcurrentHashMap<>();
  private final Executor threads;

  HeldFrames(Executor threads) {
    this.threads = threads;
  }

  private record Way(Direction direction, String connectionId) {
    static Way of(Frame frame) {
      return new Way(frame.direction(), frame.connectionId());
    }
  }

  /** One that waits; equal to itself alone. */
  private static final class Held {
    private final Runnable delivery;

    Held(Runnable delivery) {
      this.delivery = delivery;
    }
  }

  void hold(Frame frame, Runnable delivery) {
    Way way = Way.of(frame);
    Held held = new Held(delivery);
    waiting.compute(
        way,
        (same, others) -> {
          List<Held> all = others == null ? new CopyOnWriteArrayList<>() : others;
          all.add(held);
          return all;
        });
    threads.execute(
        () -> {
          Delays.pause(LONGEST);
          giveUp(way, held);
        });
  }

  /** Delivers those that waited for this one, which has arrived. */
  void overtaken(Frame by) {
    List<Held> overtaken = waiting.remove(Way.of(by));
    if (overtaken != null) {
      overtaken.forEach(each -> each.delivery.run());
    }
  }

  private void giveUp(Way way, Held held) {
    boolean[] waits = {false};
    waiting.computeIfPresent(
        way,
        (same, others) -> {
          waits[0] = others.remove(held);
          return others.isEmpty() ? null : others;
        });
    if (waits[0]) {
      held.delivery.run();
    }
  }
}
