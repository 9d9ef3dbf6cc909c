package dev.offhook.simulation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;

/** What is still to happen, in the order of its time, and the clock that this moves on. */
final class Agenda implements InstantSource {

  /** What an event means for those who wait until all is quiet. */
  enum Kind {
    /** Something is on its way and will change what somebody knows. */
    MOTION,
    /** Somebody waits for a time to come. */
    WAIT
  }

  private record Event(long at, long order, Kind kind, Runnable action)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
    }
  }

  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long now;
  private long lastOrder;
  private int inMotion;

  /** Lets something happen after that many milliseconds. */
  void after(long millis, Kind kind, Runnable action) {
    events.add(new Event(now + millis, ++lastOrder, kind, action));
    if (kind == Kind.MOTION) {
      inMotion++;
    }
  }

  /**
   * Lets the next thing happen.
   *
   * @param until when to stop, in milliseconds since the start
   * @return whether there was one; if not, it is that time now
   */
  boolean step(long until) {
    Event next = events.peek();
    if (next == null || next.at > until) {
      now = Math.max(now, until);
      return false;
    }
    events.remove();
    now = next.at;
    if (next.kind == Kind.MOTION) {
      inMotion--;
    }
    next.action.run();
    return true;
  }

  /** Whether nothing is on its way. */
  boolean isStill() {
    return inMotion == 0;
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  /** Milliseconds since the start. */
  long elapsed() {
    return now;
  }

  @Override
  public Instant instant() {
    return START.plusMillis(now);
  }
}
