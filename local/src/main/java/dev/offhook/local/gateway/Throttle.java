package dev.offhook.local.gateway;

/**
 * A token bucket's size: requests a second, and how many may come at once.
 *
 * @param ratePerSecond tokens that flow in, each second
 * @param burst tokens the bucket holds
 */
public record Throttle(double ratePerSecond, int burst) {
  /** Lets everything pass. */
  public static final Throttle NONE = new Throttle(Double.POSITIVE_INFINITY, Integer.MAX_VALUE);

  public Throttle {
    if (!(ratePerSecond >= 0)) {
      throw new IllegalArgumentException("ratePerSecond is negative: " + ratePerSecond);
    }
    if (burst < 0) {
      throw new IllegalArgumentException("burst is negative: " + burst);
    }
  }
}
