package dev.offhook.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.offhook.local.lambda.InvocationResult.Failed;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Environments that are processes under AWS's runtime interface client. */
class ProcessLambdaTest extends LocalLambdaContract {
  @Override
  LocalLambda lambda(
      List<LambdaFunction> functions,
      int environments,
      FunctionLog log,
      Optional<Overseer> overseer) {
    return LocalLambda.inProcesses(functions, environments, log, overseer);
  }

  @Test
  void processesDoNotShareTheFileOfTheNativeLibrary() {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "the client has no other library");
    LocalLambda lambda = obedient();
    assertThat(answer(lambda, "count")).isEqualTo("1");
    String option = NativeRuntimeClient.option().orElseThrow();
    Path file = Path.of(option.substring(option.indexOf('=') + 1));
    assertThat(file).isNotEmptyFile().isNotEqualTo(Path.of("/tmp/.libaws-lambda-jni.so"));
  }

  @Test
  void aProcessThatEndsFailsItsEventAndIsReplaced() {
    LocalLambda lambda = obedient();
    assertThat(tell(lambda, "exit"))
        .isEqualTo(new Failed("Runtime.ExitError", "Runtime exited with exit status 7"));
    assertThat(answer(lambda, "count")).isEqualTo("1");
  }
}
