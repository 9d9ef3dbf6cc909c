package dev.offhook.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SigningKeyTest {

  @Test
  void aKeyHasAtLeast256Bits() {
    assertThat(new SigningKey("kid", "s".repeat(32)).secret()).hasSize(32);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SigningKey("kid", "s".repeat(31)))
        .withMessageNotContaining("sss");
  }

  @Test
  void aKeyHasAnId() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SigningKey("", "s".repeat(64)));
  }
}
