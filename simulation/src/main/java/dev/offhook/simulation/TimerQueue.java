package dev.offhook.simulation;

import dev.offhook.signaling.Timers;
import dev.offhook.simulation.Agenda.Kind;
import dev.offhook.simulation.Faults.Fault;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;

/** The queue of timers: at least once, about in time; what fails comes again. */
final class TimerQueue implements Timers {

  /** How long a message stays out of sight while its handler may still be at work. */
  private static final long VISIBILITY_MILLIS = 60_000;

  /** The queue waits no longer; who wants to wait longer waits several times. */
  private static final long MAX_MILLIS = 900_000;

  /** A timer that was started; the same may be started twice. */
  private static final class Message {
    private final Timer timer;

    private Message(Timer timer) {
      this.timer = timer;
    }
  }

  private final Agenda agenda;
  private final Faults faults;
  private final Lambda lambda;
  private final Trace trace;
  private final Supplier<Routes> routes;
  private final Set<Message> messages = new LinkedHashSet<>();

  TimerQueue(Agenda agenda, Faults faults, Lambda lambda, Trace trace, Supplier<Routes> routes) {
    this.agenda = agenda;
    this.faults = faults;
    this.lambda = lambda;
    this.trace = trace;
    this.routes = routes;
  }

  @Override
  public void start(Timer timer, Duration delay) {
    long millis = Math.clamp(delay.toMillis(), 0, MAX_MILLIS);
    runOutAfter(millis + unpunctuality(millis), new Message(timer), false);
    if (faults.happens(Fault.REPEATED_TIMER)) {
      runOutAfter(millis + faults.millis(0, 10_000), new Message(timer), true);
    }
  }

  private long unpunctuality(long delay) {
    if (!faults.happens(Fault.UNPUNCTUAL_TIMER)) {
      return 0;
    }
    return faults.flip() ? -Math.min(delay, faults.millis(0, 1000)) : faults.millis(0, 5000);
  }

  private void runOutAfter(long millis, Message message, boolean again) {
    messages.add(message);
    agenda.after(millis, Kind.WAIT, () -> runOut(message, again));
  }

  private void runOut(Message message, boolean again) {
    messages.remove(message);
    lambda.run(
        () -> (again ? "again " : "") + message.timer,
        () -> {
          routes.get().ranOut(message.timer, again);
          return true;
        },
        outcome -> {
          if (!(outcome instanceof Lambda.Outcome.Returned)) {
            trace.say("%s comes again", message.timer);
            runOutAfter(VISIBILITY_MILLIS, message, true);
          }
        });
  }

  /**
   * Whether one of the timers that run names that id, but for those that only look now and then.
   */
  boolean isAwaited(String id) {
    return messages.stream()
        .map(message -> message.timer.toString())
        .anyMatch(
            timer ->
                timer.contains(id) && !timer.startsWith("Check") && !timer.startsWith("Expiry"));
  }
}
