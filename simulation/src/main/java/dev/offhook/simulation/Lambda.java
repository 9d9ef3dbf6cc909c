package dev.offhook.simulation;

import dev.offhook.simulation.Agenda.Kind;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs handlers, any number at once, each for as long as it goes without calling a port. */
final class Lambda {

  /** What became of a handler. */
  sealed interface Outcome<T> {
    /** It answered. */
    record Returned<T>(T value) implements Outcome<T> {}

    /** It threw, because a port did. */
    record Failed<T>() implements Outcome<T> {}

    /** Its process died. */
    record Died<T>() implements Outcome<T> {}
  }

  private final Agenda agenda;
  private final Trace trace;
  private final Broken broken;
  private @Nullable Run running;
  private int lastRun;

  Lambda(Agenda agenda, Trace trace, Broken broken) {
    this.agenda = agenda;
    this.trace = trace;
    this.broken = broken;
  }

  /** One run of a handler. */
  final class Run {
    private final int number;
    private final Supplier<String> what;
    private final Fiber fiber;
    private boolean dead;

    private Run(int number, Supplier<String> what, Runnable code) {
      this.number = number;
      this.what = what;
      this.fiber = new Fiber(code);
    }

    /** Stands still for that long. */
    void pause(long millis) {
      if (millis > 0) {
        agenda.after(millis, Kind.MOTION, () -> resume(this));
        fiber.pause();
      }
    }

    /** Dies: nothing of it happens any more. */
    Killed die(String where) {
      dead = true;
      trace.say("%s dies %s", this, where);
      return new Killed();
    }

    /** Sees to it that the dead stay dead. */
    void checkAlive() {
      if (dead) {
        broken.report(this + " went on after its process died");
        throw new Killed();
      }
    }

    @Override
    public String toString() {
      return "[" + number + " " + what.get() + "]";
    }
  }

  /**
   * Runs a handler from now on, and tells what became of it.
   *
   * @param what its name, for the trace
   */
  <T> void run(Supplier<String> what, Supplier<T> handler, Consumer<Outcome<T>> then) {
    RunOf<T> run = new RunOf<>(new Named(++lastRun, what), handler, then);
    agenda.after(0, Kind.MOTION, () -> resume(run.run));
  }

  /** The run whose code is at work right now. */
  Optional<Run> running() {
    return Optional.ofNullable(running);
  }

  private void resume(Run run) {
    running = run;
    run.fiber.resume();
    running = null;
  }

  private record Named(int number, Supplier<String> what) {}

  private final class RunOf<T> {
    private final Run run;
    private final Supplier<T> handler;
    private final Consumer<Outcome<T>> then;

    private RunOf(Named name, Supplier<T> handler, Consumer<Outcome<T>> then) {
      this.run = new Run(name.number, name.what, this::work);
      this.handler = handler;
      this.then = then;
    }

    /** The world hears of it as the next thing, on its own thread. */
    private void work() {
      Outcome<T> outcome = outcome();
      agenda.after(0, Kind.MOTION, () -> then.accept(outcome));
    }

    private Outcome<T> outcome() {
      try {
        T value = handler.get();
        if (run.dead) {
          broken.report(run + " answered after its process died");
        }
        return new Outcome.Returned<>(value);
      } catch (Killed killed) {
        return new Outcome.Died<>();
      } catch (Unavailable refused) {
        trace.say("%s fails: the platform refused a request", run);
        return new Outcome.Failed<>();
      } catch (RuntimeException | Error bug) {
        broken.report(run + " threw " + bug, bug);
        return new Outcome.Failed<>();
      }
    }
  }
}
