package dev.offhook.simulation;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs worlds, each by its seed: the same seed is the same world. */
public final class Simulation {

  /**
   * What was found in a world.
   *
   * @param trace what happened there, line by line
   */
  public record Finding(long seed, String violation, List<String> trace) {

    /** The trace, and behind it what was found and how to see it again. */
    public String told() {
      return "%s%n%nseed %d: %s%nagain: ./offhook simulate --seed %d"
          .formatted(String.join(System.lineSeparator(), trace), seed, violation, seed);
    }
  }

  private final Supplier<Tampering> tampering;

  /** Takes what makes a bug to be found in each world, or {@link Tampering#NONE}. */
  public Simulation(Supplier<Tampering> tampering) {
    this.tampering = tampering;
  }

  /** Runs one world; tells what must not be, if something is. */
  public Optional<Finding> run(long seed) {
    return violation(new World(seed, tampering.get(), false)).isEmpty()
        ? Optional.empty()
        : Optional.of(runTraced(seed));
  }

  private Finding runTraced(long seed) {
    World world = new World(seed, tampering.get(), true);
    Violation found =
        violation(world)
            .orElseThrow(
                () -> new IllegalStateException("seed " + seed + " is not the same twice"));
    return new Finding(
        seed, world.trace().readable(String.valueOf(found.getMessage())), world.trace().lines());
  }

  private static Optional<Violation> violation(World world) {
    try {
      world.run();
      return Optional.empty();
    } catch (Violation found) {
      return Optional.of(found);
    }
  }
}
