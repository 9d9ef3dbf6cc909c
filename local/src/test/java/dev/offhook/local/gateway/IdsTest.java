package dev.offhook.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x7F, 0x80, 0xD0, 0xF8, 0xFF})
  void anIdBeginsWithALetter(int random) {
    Ids ids = new Ids(always((byte) random));
    assertThat(ids.connection().value()).matches("[A-Za-z][A-Za-z0-9_-]{14}=");
    assertThat(ids.next()).matches("[A-Za-z][A-Za-z0-9_-]{14}=");
  }

  private static RandomGenerator always(byte value) {
    return () -> (value & 0xFFL) * 0x0101010101010101L;
  }
}
