package dev.offhook.local.faults;

import java.util.Iterator;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/**
 * The faults of one kind that a test asked for, each for the next that fits.
 *
 * @param <T> what meets them
 * @param <F> which variant of the fault
 */
final class Script<T, F> {
  private record Line<T, F>(Predicate<T> fits, F fault, Planned planned) {}

  private final Queue<Line<T, F>> lines = new ConcurrentLinkedQueue<>();

  Planned add(Predicate<T> fits, F fault) {
    Planned planned = new Planned();
    lines.add(new Line<>(fits, fault, planned));
    return planned;
  }

  /** What is to happen to this one, which then is over. */
  Optional<F> take(T candidate) {
    for (Iterator<Line<T, F>> each = lines.iterator(); each.hasNext(); ) {
      Line<T, F> line = each.next();
      if (line.fits().test(candidate) && lines.remove(line)) {
        line.planned().happens();
        return Optional.of(line.fault());
      }
    }
    return Optional.empty();
  }
}
