package dev.offhook.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offhook.session.Rate.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateTest {

  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final int BURST = 60;
  private static final Rate RATE = Rate.of(30, BURST);
  private static final Duration INTERVAL = Duration.ofNanos(33_333_000);

  private long until = Rate.UNUSED;

  private boolean take(Instant now) {
    if (RATE.take(until, now) instanceof Decision.Taken taken) {
      until = taken.until();
      return true;
    }
    return false;
  }

  private void takeBurst() {
    for (int i = 0; i < BURST; i++) {
      assertThat(take(START)).isTrue();
    }
  }

  @Test
  void aBurstPassesAtOnceAndNoFrameMore() {
    takeBurst();

    assertThat(take(START)).isFalse();
  }

  @Test
  void afterABurstOneFramePassesEachInterval() {
    takeBurst();

    for (int i = 1; i <= 100; i++) {
      Instant due = START.plus(INTERVAL.multipliedBy(i));
      assertThat(take(due.minusNanos(1000))).isFalse();
      assertThat(take(due)).isTrue();
      assertThat(take(due)).isFalse();
    }
  }

  @Test
  void theSteadyRateIsNeverRefused() {
    for (long i = 0; i < 1_000_000; i++) {
      assertThat(take(START.plusNanos(i * 1_000_000_000 / 30))).isTrue();
    }
  }

  @Test
  void afterTheTimeTheyAreToldFramesPass() {
    Random random = new Random(4711);
    Instant now = START;
    for (int i = 0; i < 100_000; i++) {
      now = now.plusNanos(random.nextLong(40_000_000));
      Decision decision = RATE.take(until, now);
      if (decision instanceof Decision.Refused refused) {
        assertThat(refused.retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofMillis(34));
        assertThat(take(now.plus(refused.retryAfter()).minusMillis(1))).isFalse();
        now = now.plus(refused.retryAfter());
        assertThat(take(now)).isTrue();
      } else {
        take(now);
      }
    }
  }

  @Test
  void itIsATokenBucket() {
    Random random = new Random(42);
    Instant now = START;
    long tokens = BURST * RATE.intervalMicros();
    for (int i = 0; i < 100_000; i++) {
      long micros = random.nextInt(4) == 0 ? random.nextLong(200_000) : random.nextLong(30_000);
      now = now.plusNanos(micros * 1000);
      tokens = Math.min(BURST * RATE.intervalMicros(), tokens + micros);
      boolean enough = tokens >= RATE.intervalMicros();
      assertThat(take(now)).isEqualTo(enough);
      tokens -= enough ? RATE.intervalMicros() : 0;
    }
  }

  @Test
  void aBurstOfOneIsOneFrameEachInterval() {
    Rate strict = Rate.of(10, 1);

    Decision first = strict.take(Rate.UNUSED, START);

    long next = ((Decision.Taken) first).until();
    assertThat(strict.take(next, START)).isEqualTo(new Decision.Refused(Duration.ofMillis(100)));
    assertThat(strict.take(next, START.plusMillis(100))).isInstanceOf(Decision.Taken.class);
  }

  @Test
  void aFrameCostsTime() {
    assertThatThrownBy(() -> new Rate(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Rate(1, -1)).isInstanceOf(IllegalArgumentException.class);
  }
}
