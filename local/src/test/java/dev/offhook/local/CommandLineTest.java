package dev.offhook.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offhook.local.CommandLine.UsageException;
import dev.offhook.local.faults.Fault;
import dev.offhook.local.faults.Faults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  private static StackOptions read(String... words) throws UsageException {
    return CommandLine.read(List.of(words), StackOptions.of(Path.of("template.yaml")));
  }

  @Test
  void nothingGoesWrongUnlessAskedFor() throws Exception {
    assertThat(read().faults()).isEmpty();
  }

  @Test
  void faultsAndTheirSeedAreAskedFor() throws Exception {
    StackOptions options = read("--faults", "delay=200ms,drop=0.01", "--seed=42");
    assertThat(options.faults())
        .contains(Faults.NONE.withDelay(Duration.ofMillis(200)).with(Fault.DROP, 0.01));
    assertThat(options.seed()).isEqualTo(42);
  }

  @Test
  void faultsWithoutASeedHaveAnotherEachTime() throws Exception {
    assertThat(List.of(read("--faults=none").seed(), read("--faults=none").seed()))
        .allMatch(seed -> seed > 0)
        .doesNotHaveDuplicates();
  }

  @Test
  void theRotationOfTheKeyTakesAPortAlone() throws Exception {
    assertThat(CommandLine.port(List.of())).isEqualTo(8080);
    assertThat(CommandLine.port(List.of("--port", "9000"))).isEqualTo(9000);
    assertThat(CommandLine.port(List.of("--port=9000"))).isEqualTo(9000);
    assertThatThrownBy(() -> CommandLine.port(List.of("--faults=none")))
        .isInstanceOf(UsageException.class)
        .hasMessage("unknown option --faults=none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--faults|--faults needs a value",
        "--faults=drop|--faults: drop takes a rate from 0 to 1, such as 0.02, not ''",
        "--faults=delay=x|--faults: delay takes a time up to 10 s, such as 200ms or 1s, not 'x'",
        "--seed=1|--seed is that of faults: it needs --faults",
        "--faults=none --seed=x|--seed takes a whole number",
        "--port=x|--port takes a number from 0 to 65535",
        "--lambda=x|--lambda takes jvm or process",
        "--param=x|--param takes Name=Value",
        "--fast|unknown option --fast",
      })
  void whatIsNotUnderstoodIsOneLine(String words, String message) {
    assertThatThrownBy(() -> read(words.split(" ", -1)))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }
}
