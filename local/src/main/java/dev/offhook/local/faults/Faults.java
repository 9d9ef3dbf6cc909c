package dev.offhook.local.faults;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Which faults happen by themselves, and how often.
 *
 * @param delay how long a frame may take, either way, and the event of a disconnect or of a queue:
 *     each takes any time up to this
 * @param rates of how many that could meet a fault do, from 0 to 1; what is not there never happens
 */
public record Faults(Duration delay, Map<Fault, Double> rates) {
  /** The longest that a frame can be asked to take. */
  public static final Duration MAXIMUM_DELAY = Duration.ofSeconds(10);

  /** Nothing goes wrong by itself; a test may script what does. */
  public static final Faults NONE = new Faults(Duration.ZERO, Map.of());

  public Faults {
    if (delay.isNegative() || delay.compareTo(MAXIMUM_DELAY) > 0) {
      throw new IllegalArgumentException(
          "a delay is from 0 to " + MAXIMUM_DELAY.toSeconds() + " s, not " + delay);
    }
    Map<Fault, Double> checked = new EnumMap<>(Fault.class);
    rates.forEach(
        (fault, rate) -> {
          if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException(
                fault.option() + " takes a rate from 0 to 1, not " + rate);
          }
          if (rate > 0) {
            checked.put(fault, rate);
          }
        });
    rates = Collections.unmodifiableMap(checked);
  }

  /**
   * Reads {@code delay=200ms,reorder=0.05,lose-post=0.02}, or {@code none}.
   *
   * @throws IllegalArgumentException if it is not of that form; the message is one line
   */
  public static Faults parse(String text) {
    return FaultsReader.read(text);
  }

  public Faults withDelay(Duration changed) {
    return new Faults(changed, rates);
  }

  public Faults with(Fault fault, double rate) {
    Map<Fault, Double> changed = new EnumMap<>(Fault.class);
    changed.putAll(rates);
    changed.put(fault, rate);
    return new Faults(delay, changed);
  }

  public double rate(Fault fault) {
    return rates.getOrDefault(fault, 0.0);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(",").setEmptyValue("none");
    if (!delay.isZero()) {
      text.add("delay=" + delay.toMillis() + "ms");
    }
    rates.forEach((fault, rate) -> text.add(fault.option() + "=" + rate));
    return text.toString();
  }
}
