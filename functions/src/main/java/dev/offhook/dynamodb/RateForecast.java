package dev.offhook.dynamodb;

import dev.offhook.session.Rate;
import dev.offhook.session.RecentlySeen;
import java.util.Map;

/**
 * What this execution environment last saw of rates: a guess which of two requests will do.
 * Bounded; what was not seen for longest is forgotten.
 *
 * @param <K> whose rate it is
 */
final class RateForecast<K> {

  private final Map<K, Long> seen = new RecentlySeen<>();

  /** The number of a {@link Rate} as far as is known. */
  synchronized long of(K key) {
    return seen.getOrDefault(key, Rate.UNUSED);
  }

  synchronized void saw(K key, long until) {
    seen.put(key, until);
  }
}
