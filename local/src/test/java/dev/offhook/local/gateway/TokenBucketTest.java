package dev.offhook.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void theBurstPassesAtOnceAndThenTheRate() {
    TokenBucket bucket = new TokenBucket(new Throttle(2, 3), nanos::get);

    assertThat(taken(bucket, 10)).isEqualTo(3);
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1_000));
    assertThat(taken(bucket, 10)).isEqualTo(2);
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(499));
    assertThat(taken(bucket, 10)).isZero();
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
    assertThat(taken(bucket, 10)).isOne();
  }

  @Test
  void noMoreThanTheBurstIsSaved() {
    TokenBucket bucket = new TokenBucket(new Throttle(1_000, 2), nanos::get);

    nanos.addAndGet(TimeUnit.HOURS.toNanos(1));

    assertThat(taken(bucket, 10)).isEqualTo(2);
  }

  @Test
  void noThrottleStopsNothing() {
    assertThat(taken(new TokenBucket(Throttle.NONE, nanos::get), 100_000)).isEqualTo(100_000);
  }

  private static int taken(TokenBucket bucket, int attempts) {
    int taken = 0;
    for (int i = 0; i < attempts; i++) {
      taken += bucket.tryTake() ? 1 : 0;
    }
    return taken;
  }
}
