package dev.offhook.local.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StateDirectoryTest {
  private static final Path HOME = Path.of("/home/someone");

  @Test
  void isBelowXdgStateHome() {
    assertThat(StateDirectory.of(Map.of("XDG_STATE_HOME", "/state"), HOME))
        .isEqualTo(Path.of("/state/offhook"));
  }

  @Test
  void isBelowTheHomeDirectoryWithoutXdgStateHome() {
    assertThat(StateDirectory.of(Map.of(), HOME))
        .isEqualTo(Path.of("/home/someone/.local/state/offhook"));
  }

  @Test
  void ignoresAnEmptyOrRelativeXdgStateHome() {
    assertThat(StateDirectory.of(Map.of("XDG_STATE_HOME", ""), HOME))
        .isEqualTo(StateDirectory.of(Map.of("XDG_STATE_HOME", "state"), HOME))
        .isEqualTo(Path.of("/home/someone/.local/state/offhook"));
  }
}
