package dev.offhook.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiceTest {
  private static final int THROWS = 10_000;

  private static List<Boolean> throwing(Dice dice, Fault fault) {
    return IntStream.range(0, THROWS).mapToObj(i -> dice.happens(fault, 0.05)).toList();
  }

  @Test
  void theSameSeedBringsTheSameFaults() {
    assertThat(throwing(new Dice(42), Fault.DROP)).isEqualTo(throwing(new Dice(42), Fault.DROP));
  }

  @Test
  void anotherSeedBringsOthers() {
    assertThat(throwing(new Dice(42), Fault.DROP)).isNotEqualTo(throwing(new Dice(43), Fault.DROP));
  }

  @Test
  void aKindDoesNotDependOnTheOthers() {
    Dice dice = new Dice(42);
    List<Boolean> crashes = throwing(dice, Fault.CRASH);
    assertThat(throwing(dice, Fault.DROP))
        .isEqualTo(throwing(new Dice(42), Fault.DROP))
        .isNotEqualTo(crashes);
  }

  @Test
  void aRateIsKept() {
    assertThat(throwing(new Dice(42), Fault.DROP).stream().filter(happens -> happens).count())
        .isBetween(THROWS / 20L - 100, THROWS / 20L + 100);
  }

  @Test
  void zeroIsNeverAndOneIsAlways() {
    Dice dice = new Dice(42);
    assertThat(IntStream.range(0, THROWS).anyMatch(i -> dice.happens(Fault.DROP, 0))).isFalse();
    assertThat(IntStream.range(0, THROWS).allMatch(i -> dice.happens(Fault.DROP, 1))).isTrue();
  }

  @Test
  void delaysAreAnyTimeUpToTheMaximum() {
    Dice dice = new Dice(42);
    Duration maximum = Duration.ofMillis(200);
    List<Duration> delays = IntStream.range(0, 1000).mapToObj(i -> dice.upTo(maximum)).toList();
    assertThat(delays).allMatch(delay -> !delay.isNegative() && delay.compareTo(maximum) <= 0);
    assertThat(delays).anyMatch(delay -> delay.toMillis() < 20);
    assertThat(delays).anyMatch(delay -> delay.toMillis() > 180);
    assertThat(dice.upTo(Duration.ZERO)).isZero();
  }
}
