package dev.offhook.simulation;

import java.util.Optional;

/**
 * Runs worlds by hand: {@code --seeds N} many, from seed {@code --seed S} on; without N that one.
 */
public final class Main {

  private static final long DEFAULT_SEEDS = 10_000;

  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    Optional<Long> first = option(arguments, "--seed");
    long count = option(arguments, "--seeds").orElse(first.isPresent() ? 1 : DEFAULT_SEEDS);
    long start = System.nanoTime();
    Optional<Simulation.Finding> found =
        Seeds.search(new Simulation(() -> Tampering.NONE), first.orElse(1L), count);
    if (found.isPresent()) {
      System.out.println(found.get().told());
      System.exit(1);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf("%d seeds, nothing found, in %.1f s%n", count, seconds);
  }

  private static Optional<Long> option(String[] arguments, String name) {
    Optional<Long> value = Optional.empty();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      if (arguments[i].equals(name)) {
        value = Optional.of(number(arguments[i], arguments[i + 1]));
      }
    }
    return value;
  }

  private static long number(String name, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException notANumber) {
      System.err.println("offhook: " + name + " takes a number");
      System.exit(2);
      return 0;
    }
  }
}
