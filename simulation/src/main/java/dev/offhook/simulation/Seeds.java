package dev.offhook.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Many worlds, as many at once as there are processors. */
public final class Seeds {

  private Seeds() {}

  /**
   * Runs worlds until something is found.
   *
   * @return the finding of the lowest seed among those that were run
   */
  public static Optional<Simulation.Finding> search(Simulation simulation, long first, long count)
      throws InterruptedException {
    AtomicLong next = new AtomicLong(first);
    AtomicReference<Optional<Simulation.Finding>> found = new AtomicReference<>(Optional.empty());
    AtomicReference<Optional<Throwable>> failure = new AtomicReference<>(Optional.empty());
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      // Virtual, as the handlers are: changing from one to the other costs little then.
      workers.add(
          Thread.startVirtualThread(
              () -> {
                try {
                  long seed = next.getAndIncrement();
                  while (seed < first + count && found.get().isEmpty()) {
                    simulation
                        .run(seed)
                        .ifPresent(one -> found.accumulateAndGet(Optional.of(one), Seeds::lower));
                    seed = next.getAndIncrement();
                  }
                } catch (RuntimeException | Error thrown) {
                  failure.set(Optional.of(thrown));
                  next.set(first + count);
                }
              }));
    }
    for (Thread worker : workers) {
      worker.join();
    }
    if (failure.get().isPresent()) {
      throw new IllegalStateException("the simulation itself failed", failure.get().get());
    }
    return found.get();
  }

  private static Optional<Simulation.Finding> lower(
      Optional<Simulation.Finding> one, Optional<Simulation.Finding> other) {
    return one.isPresent() && one.get().seed() < other.orElseThrow().seed() ? one : other;
  }
}
