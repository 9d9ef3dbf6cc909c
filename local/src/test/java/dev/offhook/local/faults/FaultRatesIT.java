package dev.offhook.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Faults by rate, with the real functions: frames that nobody scripts meet them. */
@OffhookStack(
    faults = "delay=20ms,reorder=0.2,twice=0.2,dynamodb=0.2",
    seed = 42,
    parameters = {"FramesPerSecond=1000", "FramesBurst=1000"})
@Timeout(120)
class FaultRatesIT {
  private static final int FRAMES = 60;

  @Test
  void framesMeetFaultsAndAllOfThemAreAnsweredOnce(LocalStack stack) throws Exception {
    assertThat(stack.faults().seed()).isEqualTo(42);
    try (Person ann = Person.on(stack)) {
      for (int i = 0; i < FRAMES; i++) {
        ann.send("ping", "ping-" + i);
      }
      for (int i = 0; i < FRAMES; i++) {
        assertThat(ann.take().path("id").asText()).startsWith("ping-");
      }
      assertThat(ann.hearsNothing(java.time.Duration.ofMillis(500))).isTrue();
    }
    Map<Fault, Long> counts = stack.faults().counts();
    for (Fault fault : new Fault[] {Fault.REORDER, Fault.TWICE, Fault.DYNAMODB}) {
      assertThat(counts.get(fault)).as("%s", fault).isGreaterThan(3);
    }
    for (Fault fault : new Fault[] {Fault.CRASH, Fault.DROP, Fault.LOSE_POST, Fault.MANAGEMENT}) {
      assertThat(counts.get(fault)).as("%s", fault).isZero();
    }
  }
}
