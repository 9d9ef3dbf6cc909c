package dev.offhook.local.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
  private static final String ALL =
      "delay=200ms,reorder=0.05,twice=0.02,crash=0.02,lose-post=0.02,drop=0.01,drop-silently=0.01,"
          + "dynamodb=0.03,sqs=0.01,management=0.03";

  @Test
  void everyFaultHasARateAndFramesADelay() {
    Faults faults = Faults.parse(ALL);
    assertThat(faults.delay()).isEqualTo(Duration.ofMillis(200));
    assertThat(faults.rates())
        .isEqualTo(
            Map.of(
                Fault.REORDER, 0.05,
                Fault.TWICE, 0.02,
                Fault.CRASH, 0.02,
                Fault.LOSE_POST, 0.02,
                Fault.DROP, 0.01,
                Fault.DROP_SILENTLY, 0.01,
                Fault.DYNAMODB, 0.03,
                Fault.SQS, 0.01,
                Fault.MANAGEMENT, 0.03));
  }

  @Test
  void whatIsNotNamedNeverHappens() {
    assertThat(Faults.parse("drop=1").rate(Fault.CRASH)).isZero();
    assertThat(Faults.parse("drop=0")).isEqualTo(Faults.NONE);
    assertThat(Faults.parse("none")).isEqualTo(Faults.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {ALL, "none", "delay=1000ms", "crash=1.0"})
  void theyAreToldAsTheyAreAskedFor(String text) {
    assertThat(Faults.parse(text)).hasToString(text);
  }

  @Test
  void spacesAndSecondsAreUnderstood() {
    assertThat(Faults.parse(" delay=2s , drop=.5 "))
        .isEqualTo(Faults.NONE.withDelay(Duration.ofSeconds(2)).with(Fault.DROP, 0.5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "drop=2|drop takes a rate from 0 to 1, such as 0.02, not '2'",
        "drop=1.5|drop takes a rate from 0 to 1, such as 0.02, not '1.5'",
        "drop=-1|drop takes a rate from 0 to 1, such as 0.02, not '-1'",
        "drop=5%|drop takes a rate from 0 to 1, such as 0.02, not '5%'",
        "drop|drop takes a rate from 0 to 1, such as 0.02, not ''",
        "drop=NaN|drop takes a rate from 0 to 1, such as 0.02, not 'NaN'",
        "delay=200|delay takes a time up to 10 s, such as 200ms or 1s, not '200'",
        "delay=11s|delay takes a time up to 10 s, such as 200ms or 1s, not '11s'",
        "drop=0.1,drop=0.2|drop stands there twice",
        "fire=1|no fault is called 'fire': there are delay, reorder, twice, crash, lose-post, drop,"
            + " drop-silently, dynamodb, sqs, management",
        "drop=1,|no fault is called '': there are delay, reorder, twice, crash, lose-post, drop,"
            + " drop-silently, dynamodb, sqs, management",
      })
  void whatIsNotUnderstoodIsToldInOneLine(String text, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> Faults.parse(text)).withMessage(message);
  }
}
