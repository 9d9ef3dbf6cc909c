package dev.offhook.fakes;

import dev.offhook.signaling.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Timers that run out by a clock, as early as the queue's do, and are collected by the test. */
public final class FakeTimers implements Timers {

  /** A timer and when it runs out. */
  public record Started(Timer timer, Instant due) {}

  private static final Duration MAX_DELAY = Duration.ofMinutes(15);

  private final InstantSource clock;
  private final List<Started> running = new ArrayList<>();

  public FakeTimers(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void start(Timer timer, Duration delay) {
    long millis = Math.clamp(delay.toMillis(), 0, MAX_DELAY.toMillis());
    running.add(new Started(timer, clock.instant().plusMillis(millis)));
  }

  /** Starts it when it is waited for: who doesn't wait has none. */
  @Override
  public Runnable starting(Timer timer, Duration delay) {
    return () -> start(timer, delay);
  }

  /** The timers that haven't run out or weren't collected, the next one first. */
  public synchronized List<Started> running() {
    return running.stream().sorted(Comparator.comparing(Started::due)).toList();
  }

  /** Collects the timers that have run out by now, the earliest first. */
  public synchronized List<Timer> takeDue() {
    List<Started> due =
        running().stream().filter(started -> !started.due().isAfter(clock.instant())).toList();
    running.removeAll(due);
    return due.stream().map(Started::timer).toList();
  }
}
