package dev.offhook.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.session.Rate;
import dev.offhook.session.Rate.Decision;
import dev.offhook.signaling.Counters.Counter;
import dev.offhook.signaling.Counters.Kind;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What every store of counters keeps to. */
public abstract class CountersContract extends StoreContract {

  private static final int ALLOWED = 6;
  private static final Rate A_MINUTE = Rate.perMinute(ALLOWED);
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final int RACERS = 10;

  private Decision take(Counter counter) {
    return stores.counters().take(counter, A_MINUTE, now());
  }

  private static Counter counter() {
    return new Counter(Kind.JOINS, unique());
  }

  private void takeAll(Counter counter) {
    for (int i = 0; i < ALLOWED; i++) {
      assertThat(take(counter)).isInstanceOf(Decision.Taken.class);
    }
  }

  @Test
  void asManyAsAllowedPassAndTheNextIsToldHowLongToWait() {
    Counter counter = counter();
    takeAll(counter);

    assertThat(take(counter)).isEqualTo(new Decision.Refused(INTERVAL));
    clock.advance(Duration.ofSeconds(4));
    assertThat(take(counter)).isEqualTo(new Decision.Refused(Duration.ofSeconds(6)));
  }

  @Test
  void whoWaitsThatLongPassesAndOnlyOnce() {
    Counter counter = counter();
    takeAll(counter);
    clock.advance(INTERVAL);

    assertThat(take(counter)).isInstanceOf(Decision.Taken.class);
    assertThat(take(counter)).isInstanceOf(Decision.Refused.class);
  }

  @Test
  void refusingDoesNotProlongTheWait() {
    Counter counter = counter();
    takeAll(counter);
    for (int i = 0; i < 20; i++) {
      take(counter);
    }
    clock.advance(INTERVAL);

    assertThat(take(counter)).isInstanceOf(Decision.Taken.class);
  }

  @Test
  void aMinuteLaterAllIsAsAtFirst() {
    Counter counter = counter();
    takeAll(counter);
    clock.advance(Duration.ofMinutes(1));

    takeAll(counter);
    assertThat(take(counter)).isInstanceOf(Decision.Refused.class);
  }

  @Test
  void onesCountIsNotAnothers() {
    Counter one = counter();
    takeAll(one);

    assertThat(take(counter())).isInstanceOf(Decision.Taken.class);
    assertThat(take(new Counter(Kind.TICKETS, one.subject()))).isInstanceOf(Decision.Taken.class);
  }

  @Test
  void ofManyAtOnceAsManyAsAllowedPass() throws Exception {
    for (int round = 0; round < Math.min(rounds(), 20); round++) {
      Counter counter = counter();
      Callable<Decision> racer = () -> take(counter);

      List<Decision> decisions = race(Collections.nCopies(RACERS, racer));

      assertThat(decisions).filteredOn(Decision.Taken.class::isInstance).hasSize(ALLOWED);
    }
  }
}
