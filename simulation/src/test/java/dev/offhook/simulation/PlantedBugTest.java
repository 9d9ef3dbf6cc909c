package dev.offhook.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation bites. */
class PlantedBugTest {

  private static final long SEEDS = 2000;

  @ParameterizedTest
  @EnumSource
  void whatIsPlantedIsFound(PlantedBug bug) throws InterruptedException {
    Optional<Simulation.Finding> found = Seeds.search(new Simulation(bug::plant), 1, SEEDS);
    assertThat(found).as("a world that shows %s", bug).isPresent();
    assertThat(found.get().trace()).isNotEmpty();
    System.out.printf(
        "%s: found at seed %d: %s%n", bug, found.get().seed(), found.get().violation());
  }
}
