package dev.offhook.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7",
    "::ffff:203.0.113.7, 203.0.113.7",
    "2001:db8:1:2::7, 2001:db8:1:2:ffff:ffff:ffff:ffff",
    "2001:db8:1:2:3:4:5:6, 2001:0DB8:0001:0002::"
  })
  void oneSubscriberIsOne(String address, String other) {
    assertThat(ClientAddress.of(address)).isEqualTo(ClientAddress.of(other));
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.8",
    "2001:db8:1:2::7, 2001:db8:1:3::7",
    "203.0.113.7, 2001:db8:1:2::7",
    "127.0.0.1, ::1"
  })
  void othersAreOthers(String address, String other) {
    assertThat(ClientAddress.of(address)).isNotEqualTo(ClientAddress.of(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "203.0.113.7, 198.51.100.1", "203.0.113.256", "%"})
  void whatIsNoAddressIsUnknown(String text) {
    assertThat(ClientAddress.of(text)).isEqualTo(ClientAddress.UNKNOWN);
  }

  @Test
  void anAddressIsNotPrinted() {
    assertThat(ClientAddress.of("203.0.113.7")).hasToString("ClientAddress");
  }
}
