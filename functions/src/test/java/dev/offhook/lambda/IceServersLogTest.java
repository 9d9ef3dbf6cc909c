package dev.offhook.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IceServersLogTest {

  @Test
  void aSourceWithoutServersIsOneLineInTheLogWithTheReason() {
    TestContext context = new TestContext();

    IceServersLog.of(context.log()).accept("the provider is slow");

    assertThat(context.logged)
        .containsExactly(
            TestContext.line(
                "WARN", "ice-servers-unavailable", "\"reason\":\"the provider is slow\""));
  }
}
