package dev.offhook.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.protocol.SessionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DisplayNameTest {

  /** What {@code String.prototype.trim} takes off: white space and line terminators. */
  private static final String WHITE_SPACE =
      " \t\u000B\f\n\r\u00A0\u1680\u2000\u2003\u2007\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF";

  @ParameterizedTest
  @ValueSource(
      strings = {"A", "Ada Lovelace", "Zoë", "李小龍", "👩‍👩‍👧", "عمر", "a\u00A0b", "<b>", "\\"})
  void aNameIsAnyText(String name) {
    assertThat(DisplayName.clean(name)).contains(name);
  }

  @Test
  void whiteSpaceAroundANameIsTakenOff() {
    assertThat(DisplayName.clean(WHITE_SPACE + "Ada  Lovelace" + WHITE_SPACE))
        .contains("Ada  Lovelace");
  }

  @Test
  void aNameOfNothingIsNone() {
    assertThat(DisplayName.clean("")).isEmpty();
    assertThat(DisplayName.clean(WHITE_SPACE)).isEmpty();
    WHITE_SPACE.chars().forEach(c -> assertThat(DisplayName.clean((char) c + "")).isEmpty());
  }

  @Test
  void aNameHasAtMost64CodePointsAfterTrimming() {
    assertThat(DisplayName.clean("x".repeat(64))).isPresent();
    assertThat(DisplayName.clean("x".repeat(65))).isEmpty();
    assertThat(DisplayName.clean("😀".repeat(64))).isPresent();
    assertThat(DisplayName.clean("😀".repeat(65))).isEmpty();
    assertThat(DisplayName.clean(" ".repeat(1000) + "x".repeat(64) + " ".repeat(1000))).isPresent();
    assertThat(DisplayName.clean("x".repeat(63) + " x")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0000", "\u0007", "\u001B", "\u001F", "\u007F", "\u0085", "\u009F", "\u2028", "\u202E",
        "\u2066", "\u2069", "\n", "\r", "\t"
      })
  void aNameHasNoControlCharactersInside(String control) {
    assertThat(DisplayName.clean("a" + control + "b")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "\u001B", "\u001C", "\u001F", "\u007F", "\u202E"})
  void controlCharactersThatAreNoWhiteSpaceAreNotTrimmedAwayEither(String control) {
    assertThat(DisplayName.clean(control + "a")).isEmpty();
    assertThat(DisplayName.clean("a" + control)).isEmpty();
  }

  @Test
  void aGuestWithoutANameIsCalledByFourCharactersOfTheSession() {
    assertThat(DisplayName.ofGuest(new SessionId("AbCdEfGh"))).isEqualTo("Guest-AbCd");
    assertThat(DisplayName.ofGuest(new SessionId("Ab"))).isEqualTo("Guest-Ab");
  }
}
