package dev.offhook.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.local.lambda.InvocationResult.Failed;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Environments that are processes under AWS's runtime interface client. */
class ProcessLambdaTest extends LocalLambdaContract {
  @Override
  LocalLambda lambda(List<LambdaFunction> functions, int environments, FunctionLog log) {
    return LocalLambda.inProcesses(functions, environments, log);
  }

  @Test
  void aProcessThatEndsFailsItsEventAndIsReplaced() {
    LocalLambda lambda = obedient();
    assertThat(tell(lambda, "exit"))
        .isEqualTo(new Failed("Runtime.ExitError", "Runtime exited with exit status 7"));
    assertThat(answer(lambda, "count")).isEqualTo("1");
  }
}
