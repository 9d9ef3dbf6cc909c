package dev.offhook.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SimulationTest {

  private static final long SEEDS = 10_000;

  @Test
  void nothingIsFoundInTenThousandWorlds() throws InterruptedException {
    Optional<Simulation.Finding> found =
        Seeds.search(new Simulation(() -> Tampering.NONE), 1, SEEDS);
    assertThat(found.map(Simulation.Finding::told)).isEmpty();
  }

  @Test
  void theSameSeedIsTheSameWorld() {
    assertThat(traceOf(7)).isNotEmpty().isEqualTo(traceOf(7)).isNotEqualTo(traceOf(8));
  }

  private static String traceOf(long seed) {
    World world = new World(seed, Tampering.NONE, true);
    world.run();
    return String.join("\n", world.trace().lines());
  }
}
