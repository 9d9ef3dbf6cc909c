package dev.offhook.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketTest {

  private static final String VALUE = "AZaz09_-".repeat(5) + "abc";

  @Test
  void aTicketIs43CharactersOfBase64Url() {
    assertThat(Ticket.isValid(VALUE)).isTrue();
  }

  /** The shortest token is signed with HS256: its signature alone is as long as a ticket. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "..AZaz09_-AZaz09_-AZaz09_-AZaz09_-AZaz09_-abc",
        "AZaz09_-AZaz09_-AZaz09_-AZaz09_-AZaz09_-ab",
        "AZaz09_-AZaz09_-AZaz09_-AZaz09_-AZaz09_-abcd",
        "AZaz09_-AZaz09_-AZaz09_-AZaz09_-AZaz09_-ab.",
        "AZaz09_-AZaz09_-AZaz09_-AZaz09_-AZaz09_-ab=",
        "AZaz09+/AZaz09+/AZaz09+/AZaz09+/AZaz09+/abc",
        "AZaz09_-AZaz09_-AZaz09_-AZaz09_-AZaz09_-ab\u00e9",
        "AZaz09_-AZaz09_-AZaz09_-AZaz09_-AZaz09_-abc\n"
      })
  void nothingElseIsATicketLeastOfAllAToken(String text) {
    assertThat(Ticket.isValid(text)).isFalse();
    assertThatThrownBy(() -> new Ticket(text)).hasMessage("not a ticket");
  }

  /** The digest is that of {@code sha256sum}. */
  @Test
  void aTicketIsStoredByItsSha256() {
    assertThat(new Ticket("A".repeat(43)).hash())
        .isEqualTo("DwBzhbb51LfusnSGBa_hqYSgo7-j8BTQnip4TOnlzRo");
  }

  @Test
  void aTicketIsNotPrinted() {
    assertThat(new Ticket(VALUE)).hasToString("Ticket");
  }
}
