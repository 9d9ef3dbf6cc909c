package dev.offhook.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.json.Json.JsonNumber;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class JsonNumberTest {

  private static final long MAX = (1L << 53) - 1;

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "-0.0, 0",
    "0e999999999, 0",
    "0e-999999999, 0",
    "1, 1",
    "1.0, 1",
    "1e0, 1",
    "1E+0, 1",
    "10e-1, 1",
    "0.1e1, 1",
    "1.500e3, 1500",
    "2147483647, 2147483647",
    "9007199254740991, 9007199254740991",
    "9007199254740991.000, 9007199254740991"
  })
  void aWholeNumberIsReadHoweverItIsWritten(String text, long value) {
    assertThat(new JsonNumber(text).whole(0, MAX)).contains(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "0.5",
        "1.5",
        "1e-1",
        "-0.5",
        "0.99999999999999999999999999999999",
        "9007199254740992",
        "9007199254740991.5",
        "1e16",
        "1e2147483647",
        "-1e2147483647",
        "1e-2147483647",
        "1e2147483648",
        "1e-2147483649",
        "1e99999999999999999999",
        "123456789012345678901234567890"
      })
  void whatIsNotWholeOrOutOfRangeIsNot(String text) {
    assertThat(new JsonNumber(text).whole(0, MAX)).isEmpty();
  }

  @Test
  void aHundredThousandDigitsCostNothing() {
    JsonNumber number = new JsonNumber("9".repeat(100_000));
    long begin = System.nanoTime();
    for (int i = 0; i < 10_000; i++) {
      assertThat(number.whole(0, MAX)).isEmpty();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void theBoundsBelongToTheRange() {
    assertThat(new JsonNumber("1").whole(1, 2)).contains(1L);
    assertThat(new JsonNumber("2").whole(1, 2)).contains(2L);
    assertThat(new JsonNumber("0").whole(1, 2)).isEmpty();
    assertThat(new JsonNumber("3").whole(1, 2)).isEmpty();
    assertThat(new JsonNumber("9223372036854775807").whole(Long.MIN_VALUE, Long.MAX_VALUE))
        .contains(Long.MAX_VALUE);
    assertThat(new JsonNumber("-9223372036854775808").whole(Long.MIN_VALUE, Long.MAX_VALUE))
        .contains(Long.MIN_VALUE);
  }
}
