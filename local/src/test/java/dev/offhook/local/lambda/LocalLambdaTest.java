package dev.offhook.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.local.lambda.InvocationResult.Failed;
import dev.offhook.local.lambda.handlers.ObedientHandler;
import dev.offhook.local.lambda.handlers.SlowToCloseHandler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Environments inside the JVM. */
class LocalLambdaTest extends LocalLambdaContract {
  @Override
  LocalLambda lambda(
      List<LambdaFunction> functions,
      int environments,
      FunctionLog log,
      Optional<Overseer> overseer) {
    return LocalLambda.inJvm(functions, environments, log, overseer);
  }

  @Test
  void aFunctionSeesItsOwnCodeAndNotTheStack() {
    assertThat(answer(obedient(), "loader")).isEqualTo("lambda-Obedient,false");
    assertThat(answer(obedient(), "context loader")).isEqualTo("lambda-Obedient");
  }

  @Test
  void eachEnvironmentHasClassesOfItsOwn() {
    assertThat(answer(obedient(), "count")).isEqualTo("1");
    assertThat(answer(obedient(), "count")).isEqualTo("1");
  }

  @Test
  void allEnvironmentsHaveTheSameLibraries() {
    assertThat(answer(obedient(), "library")).isEqualTo(answer(obedient(), "library"));
  }

  @Test
  void anEnvironmentThatIsKilledAsItsInvocationBeginsStopsToo() {
    Overseer killer =
        new Overseer() {
          @Override
          public void begins(String function, String environment, byte[] event, Runnable kill) {
            kill.run();
          }

          @Override
          public boolean ends(String environment) {
            return true;
          }
        };
    List<LambdaFunction> functions = List.of(function(ObedientHandler.class));
    try (LocalLambda lambda = lambda(functions, 1, (_, _) -> {}, Optional.of(killer))) {
      assertThat(tell(lambda, "hang"))
          .isInstanceOfSatisfying(
              Failed.class,
              failed -> assertThat(failed.errorType()).isEqualTo("Runtime.ExitError"));
    }
  }

  @Test
  void anErrorEndsTheEnvironment() {
    LocalLambda lambda = obedient();
    assertThat(answer(lambda, "count")).isEqualTo("1");
    assertThat(tell(lambda, "error"))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.errorType()).isEqualTo("java.lang.StackOverflowError"));
    assertThat(answer(lambda, "count")).isEqualTo("1");
  }

  @Test
  void closingEndsTheThreadsOfTheEnvironments() {
    LocalLambda lambda = start(named("Leaving", ObedientHandler.class), 1);
    lambda.invoke("Leaving", Sender.AWS, "\"x\"".getBytes(UTF_8));
    List<Thread> threads = threads("lambda-Leaving");
    assertThat(threads).hasSize(1);
    lambda.close();
    assertThat(threads)
        .allSatisfy(thread -> assertThat(thread.join(Duration.ofSeconds(10))).isTrue());
  }

  @Test
  void aHandlerHasItsClassesUntilItIsClosed() {
    LocalLambda lambda = start(named("Slow", SlowToCloseHandler.class), 1);
    lambda.invoke("Slow", Sender.AWS, "\"x\"".getBytes(UTF_8));
    List<Thread> threads = threads("lambda-Slow");
    lambda.close();
    assertThat(threads)
        .allSatisfy(thread -> assertThat(thread.join(Duration.ofSeconds(10))).isTrue());
    assertThat(System.getProperty(SlowToCloseHandler.CLOSED)).isEqualTo("closed");
  }

  private static LambdaFunction named(String logicalId, Class<?> handler) {
    LambdaFunction function = function(handler);
    return new LambdaFunction(
        logicalId,
        logicalId,
        logicalId,
        function.classPath(),
        function.handler(),
        function.environment(),
        function.timeout(),
        256,
        OptionalInt.empty());
  }

  private static List<Thread> threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .toList();
  }
}
