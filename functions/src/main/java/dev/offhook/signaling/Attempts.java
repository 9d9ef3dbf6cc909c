package dev.offhook.signaling;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Tries a transition again when the state it was decided on has changed meanwhile: load, decide,
 * commit, a bounded number of times. Between two tries it pauses for a random time that grows, so
 * that those who got in each other's way part.
 */
public final class Attempts {

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    void pause(Duration duration);

    /** Puts the thread to sleep. */
    static Pause sleeping() {
      return duration -> {
        try {
          Thread.sleep(duration);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted while waiting", interrupted);
        }
      };
    }
  }

  private static final int MAX_ATTEMPTS = 10;
  private static final int FIRST_PAUSE_MILLIS = 5;
  private static final int MAX_PAUSE_MILLIS = 200;

  private final Pause pause;
  private final RandomGenerator random;

  public Attempts(Pause pause, RandomGenerator random) {
    this.pause = pause;
    this.random = random;
  }

  Pause pause() {
    return pause;
  }

  /**
   * Attempts with what was loaded first, then with what is loaded anew.
   *
   * @param attempt empty if the state had changed
   * @throws IllegalStateException if it changed each time
   */
  <S, T> T run(S loaded, Supplier<S> reload, Function<S, Optional<T>> attempt) {
    S state = loaded;
    for (int tries = 1; tries < MAX_ATTEMPTS; tries++) {
      Optional<T> result = attempt.apply(state);
      if (result.isPresent()) {
        return result.get();
      }
      pause.pause(pauseAfter(tries));
      state = reload.get();
    }
    return attempt
        .apply(state)
        .orElseThrow(() -> new IllegalStateException("the state changed in every attempt"));
  }

  private Duration pauseAfter(int tries) {
    int longest = Math.min(MAX_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << tries);
    return Duration.ofMillis(random.nextInt(1, longest + 1));
  }
}
