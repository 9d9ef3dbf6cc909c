package dev.offhook.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadableNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A",
        "Zo\u00EB",
        "e\u0301",
        "\u674E\u5C0F\u9F8D",
        "\u0639\u0645\u0631",
        "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", // Persian, with a non-joiner
        "\u0915\u094D\u200D\u0937", // Hindi, with a joiner
        "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67", // a family
        "\u2764\uFE0F", // a red heart, with its variation selector
        "a b",
        "..tar.gz",
        "\uE000"
      })
  void whatPeopleWriteIsReadable(String name) {
    assertThat(ReadableName.isReadable(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00,
        0x07,
        0x09,
        0x0A,
        0x0D,
        0x1B,
        0x7F,
        0x85,
        0x9F, // controls
        0xAD,
        0x061C,
        0x180E,
        0x200B,
        0x200E,
        0x200F,
        0x2060,
        0x2061,
        0xFEFF, // formats
        0x2028,
        0x2029, // line breaks
        0x202A,
        0x202B,
        0x202C,
        0x202D,
        0x202E,
        0x2066,
        0x2067,
        0x2068,
        0x2069, // directions
        0xFFF9,
        0x1D173,
        0xE0001,
        0xE0041, // annotations, music, tags
        0xD800,
        0xDFFF, // unpaired surrogates
        0xFFFE,
        0xFFFF,
        0xFDD0,
        0x1FFFE,
        0x10FFFF, // noncharacters
        0x115F,
        0x1160,
        0x2800,
        0x3164,
        0xFFA0 // blanks that pass for letters
      })
  void whatIsNotSeenOrChangesHowTheRestIsSeenIsNot(int codePoint) {
    String character = Character.toString(codePoint);
    assertThat(ReadableName.isReadable("a" + character + "b")).isFalse();
    assertThat(ReadableName.isReadable(character + "a")).isFalse();
    assertThat(ReadableName.isReadable("a" + character)).isFalse();
    assertThat(ReadableName.isReadable(character)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u200C", "\u200D"})
  void aJoinerStandsBetweenWhatItJoins(String joiner) {
    assertThat(ReadableName.isReadable("a" + joiner + "b")).isTrue();
    assertThat(ReadableName.isReadable(joiner + "a")).isFalse();
    assertThat(ReadableName.isReadable("a" + joiner)).isFalse();
    assertThat(ReadableName.isReadable("a" + joiner + joiner + "b")).isFalse();
    assertThat(ReadableName.isReadable("a " + joiner + "b")).isFalse();
    assertThat(ReadableName.isReadable(joiner)).isFalse();
  }

  @Test
  void somethingCanBeSeen() {
    assertThat(ReadableName.isReadable("")).isFalse();
    assertThat(ReadableName.isReadable(" \u00A0\u3000")).isFalse();
    assertThat(ReadableName.isReadable("\u0301\u20DD")).isFalse();
    assertThat(ReadableName.isReadable("\uFE0F")).isFalse();
  }
}
