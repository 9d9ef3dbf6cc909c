package dev.offhook.fakes;

import dev.offhook.session.Rate;
import dev.offhook.session.Rate.Decision;
import dev.offhook.signaling.Counters;
import java.time.Instant;

/** The counters in memory. */
final class FakeCounters implements Counters {

  private final FakeStores stores;

  FakeCounters(FakeStores stores) {
    this.stores = stores;
  }

  @Override
  public Decision take(Counter counter, Rate rate, Instant now) {
    synchronized (stores.lock) {
      Decision decision = rate.take(stores.counted.getOrDefault(counter.key(), Rate.UNUSED), now);
      if (decision instanceof Decision.Taken taken) {
        stores.counted.put(counter.key(), taken.until());
      }
      return decision;
    }
  }
}
