package dev.offhook.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IceServersLogTest {

  @Test
  void aSourceWithoutServersIsOneLineInTheLogWithTheReason() {
    List<String> log = new ArrayList<>();

    IceServersLog.of(log::add).accept("the provider is slow");

    assertThat(log)
        .containsExactly(
            "{\"level\":\"WARN\",\"event\":\"ice-servers-unavailable\","
                + "\"reason\":\"the provider is slow\"}");
  }
}
