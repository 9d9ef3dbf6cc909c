package dev.offhook.signaling;

import dev.offhook.session.ClientAddress;
import dev.offhook.session.RecentlySeen;
import dev.offhook.signaling.Counters.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The addresses from which too many attempts to connect failed. An attempt is counted when it has
 * failed, so that one that succeeds costs nothing; and who has too many is remembered in this
 * execution environment, so that refusing costs no request either. Bounded; who was not seen for
 * longest is forgotten.
 */
public final class FailedConnects {

  private final AddressLimits limits;
  private final Map<ClientAddress, Instant> refusedUntil = new RecentlySeen<>();

  public FailedConnects(AddressLimits limits) {
    this.limits = limits;
  }

  /** Whether too many failed, as far as is known here. */
  synchronized boolean isRefused(ClientAddress address, Instant now) {
    return refusedUntil.getOrDefault(address, Instant.MIN).isAfter(now);
  }

  /** Counts one that failed now. */
  void count(ClientAddress address, Instant now) {
    limits
        .count(Kind.FAILED_CONNECTS, address)
        .ifPresent(retryAfter -> remember(address, now, retryAfter));
  }

  private synchronized void remember(ClientAddress address, Instant now, Duration retryAfter) {
    refusedUntil.put(address, now.plus(retryAfter));
  }
}
