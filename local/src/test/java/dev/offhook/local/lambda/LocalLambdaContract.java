package dev.offhook.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import dev.offhook.local.lambda.InvocationResult.Failed;
import dev.offhook.local.lambda.InvocationResult.Returned;
import dev.offhook.local.lambda.InvocationResult.Throttled;
import dev.offhook.local.lambda.InvocationResult.TimedOut;
import dev.offhook.local.lambda.handlers.BrokenHandler;
import dev.offhook.local.lambda.handlers.MeetingHandler;
import dev.offhook.local.lambda.handlers.ObedientHandler;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The rules that hold in the JVM and in processes alike. */
@Timeout(60)
abstract class LocalLambdaContract {
  private final LinkedBlockingQueue<String> log = new LinkedBlockingQueue<>();
  private final Queue<LocalLambda> open = new ConcurrentLinkedQueue<>();

  abstract LocalLambda lambda(
      List<LambdaFunction> functions,
      int environments,
      FunctionLog log,
      Optional<Overseer> overseer);

  @AfterEach
  void close() {
    open.forEach(LocalLambda::close);
  }

  static LambdaFunction function(Class<?> handler) {
    return new LambdaFunction(
        "Obedient",
        "offhook-Obedient",
        "arn:aws:lambda:us-east-1:000000000000:function:offhook-Obedient",
        new ClassPath(location(ObedientHandler.class), List.of(location(Context.class))),
        handler.getName(),
        Map.of("GREETING", "hello", "AWS_REGION", "us-east-1"),
        Duration.ofSeconds(30),
        256,
        OptionalInt.empty());
  }

  static LambdaFunction with(LambdaFunction function, Duration timeout, OptionalInt reserved) {
    return new LambdaFunction(
        function.logicalId(),
        function.functionName(),
        function.arn(),
        function.classPath(),
        function.handler(),
        function.environment(),
        timeout,
        function.memoryMegabytes(),
        reserved);
  }

  private static Path location(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  final LocalLambda start(LambdaFunction function, int environments) {
    return start(function, environments, Optional.empty());
  }

  private LocalLambda start(
      LambdaFunction function, int environments, Optional<Overseer> overseer) {
    LocalLambda lambda =
        lambda(
            List.of(function), environments, (name, line) -> log.add(name + ": " + line), overseer);
    open.add(lambda);
    return lambda;
  }

  /** Kills an environment when told so, and lets it die of its answer when told so. */
  private static final class Reaper implements Overseer {
    private final BlockingQueue<Runnable> kills = new LinkedBlockingQueue<>();
    private volatile String working = "";
    private volatile boolean survives = true;

    @Override
    public void begins(String function, String environment, byte[] event, Runnable kill) {
      working = function + " " + environment + " " + new String(event, UTF_8);
      kills.add(kill);
    }

    @Override
    public boolean ends(String environment) {
      return survives;
    }
  }

  final LocalLambda obedient() {
    return start(function(ObedientHandler.class), 4);
  }

  static InvocationResult tell(LocalLambda lambda, String order) {
    return lambda.invoke("Obedient", Sender.AWS, ("\"" + order + "\"").getBytes(UTF_8));
  }

  static String answer(LocalLambda lambda, String order) {
    return tell(lambda, order) instanceof Returned(byte[] payload)
        ? new String(payload, UTF_8).replace("\"", "")
        : "failed";
  }

  @Test
  void whatTheFunctionWritesIsReturned() {
    LocalLambda lambda = obedient();
    assertThat(answer(lambda, "grüß dich")).isEqualTo("grüß dich");
    assertThat(answer(lambda, "nothing")).isEmpty();
  }

  @Test
  void theFunctionGetsItsEnvironmentVariables() {
    assertThat(answer(obedient(), "environment")).isEqualTo("hello,us-east-1");
  }

  @Test
  void anEnvironmentIsKeptForTheNextEvent() {
    LocalLambda lambda = obedient();
    assertThat(answer(lambda, "count")).isEqualTo("1");
    assertThat(answer(lambda, "count")).isEqualTo("2");
  }

  @Test
  void theContextTellsFunctionDeadlineAndRequest() {
    String[] context = answer(obedient(), "context").split(",", -1);
    assertThat(context[3]).isEqualTo("true");
    assertThat(context[4]).isEqualTo("36");
    assertThat(context[1]).isEqualTo(function(ObedientHandler.class).arn());
  }

  @Test
  void anExceptionIsAFailureWithItsTypeAndMessage() {
    LocalLambda lambda = obedient();
    assertThat(tell(lambda, "throw"))
        .isEqualTo(new Failed("java.lang.IllegalStateException", "as told"));
    assertThat(answer(lambda, "still there")).isEqualTo("still there");
    assertThat(log).contains("Obedient: failed: java.lang.IllegalStateException");
  }

  @Test
  void anEventThatTakesTooLongTimesOutAndTheNextOneGetsAFreshEnvironment() {
    LocalLambda lambda =
        start(with(function(ObedientHandler.class), Duration.ofSeconds(4), OptionalInt.empty()), 1);
    assertThat(answer(lambda, "count")).isEqualTo("1");
    assertThat(tell(lambda, "hang")).isEqualTo(new TimedOut());
    assertThat(answer(lambda, "count")).isEqualTo("1");
  }

  @Test
  void linesOfTheLoggerAreLoggedWithTheFunctionsName() throws InterruptedException {
    assertThat(answer(obedient(), "log")).isEqualTo("logged");
    await("Obedient: first");
    await("Obedient: second");
  }

  private void await(String line) throws InterruptedException {
    List<String> seen = new ArrayList<>();
    while (!seen.contains(line)) {
      String next = log.poll(10, TimeUnit.SECONDS);
      assertThat(next).as("the line after %s", seen).isNotNull();
      seen.add(String.valueOf(next));
    }
  }

  @Test
  void aFunctionThatCannotBeMadeFailsToStartAndFailsItsEvents() {
    LocalLambda lambda = start(function(BrokenHandler.class), 2);
    assertThatThrownBy(() -> lambda.warm(Set.of()))
        .isInstanceOf(FunctionStartException.class)
        .hasMessageContaining("Obedient could not be started: ")
        .hasMessageContaining("IllegalStateException");
    assertThat(tell(lambda, "x")).isInstanceOf(Failed.class);
  }

  @Test
  void aRareFunctionIsNotStartedBeforeItsFirstEvent() throws FunctionStartException {
    LocalLambda lambda = start(function(BrokenHandler.class), 2);
    lambda.warm(Set.of("Obedient"));
    assertThat(tell(lambda, "x")).isInstanceOf(Failed.class);
  }

  @Test
  void aClassThatIsNotThereFailsItsEvents() {
    LambdaFunction function = function(ObedientHandler.class);
    LambdaFunction missing =
        new LambdaFunction(
            "Obedient",
            "x",
            "x",
            function.classPath(),
            "dev.offhook.Missing",
            function.environment(),
            function.timeout(),
            256,
            OptionalInt.empty());
    assertThat(tell(start(missing, 1), "x"))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.errorMessage()).contains("dev.offhook.Missing"));
  }

  @Test
  void eventsAtTheSameTimeRunInEnvironmentsOfTheirOwn(@TempDir Path meeting) {
    LambdaFunction function = function(MeetingHandler.class);
    LambdaFunction meets =
        new LambdaFunction(
            "Obedient",
            "x",
            "x",
            function.classPath(),
            function.handler(),
            Map.of("MEETING", meeting.toString()),
            function.timeout(),
            256,
            OptionalInt.empty());
    LocalLambda lambda = start(meets, 2);
    CompletableFuture<InvocationResult> other =
        CompletableFuture.supplyAsync(() -> tell(lambda, "meet"));
    assertThat(tell(lambda, "meet")).isInstanceOf(Returned.class);
    assertThat(other.join()).isInstanceOf(Returned.class);
  }

  @Test
  void moreThanTheReservedConcurrencyIsThrottled() {
    LambdaFunction reserved =
        with(function(ObedientHandler.class), Duration.ofSeconds(30), OptionalInt.of(0));
    assertThat(tell(start(reserved, 4), "x")).isEqualTo(new Throttled());
  }

  @Test
  void anEnvironmentWithoutAnOverseerHasNoSessionToken() {
    assertThat(answer(obedient(), "session token")).isEqualTo("null");
  }

  @Test
  void theOverseerKnowsAnEnvironmentByItsSessionToken() {
    Reaper reaper = new Reaper();
    LocalLambda lambda = start(function(ObedientHandler.class), 1, Optional.of(reaper));
    String token = answer(lambda, "session token");
    assertThat(reaper.working).isEqualTo("Obedient " + token + " \"session token\"");
    assertThat(answer(lambda, "session token")).isEqualTo(token).isNotEqualTo("null");
  }

  @Test
  void whatAKilledEnvironmentWorkedOnFailsAndTheNextOneGetsAFreshEnvironment() throws Exception {
    Reaper reaper = new Reaper();
    LocalLambda lambda = start(function(ObedientHandler.class), 1, Optional.of(reaper));
    assertThat(answer(lambda, "count")).isEqualTo("1");
    reaper.kills.clear();
    CompletableFuture<InvocationResult> hanging =
        CompletableFuture.supplyAsync(() -> tell(lambda, "hang"));
    reaper.kills.take().run();
    assertThat(hanging.get(20, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.errorType()).isEqualTo("Runtime.ExitError"));
    assertThat(answer(lambda, "count")).isEqualTo("1");
  }

  @Test
  void anEnvironmentMayDieOfItsAnswer() {
    Reaper reaper = new Reaper();
    LocalLambda lambda = start(function(ObedientHandler.class), 1, Optional.of(reaper));
    assertThat(answer(lambda, "count")).isEqualTo("1");
    reaper.survives = false;
    assertThat(tell(lambda, "count"))
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.errorType()).isEqualTo("Runtime.ExitError"));
    reaper.survives = true;
    assertThat(answer(lambda, "count")).isEqualTo("1");
  }

  @Test
  void aFunctionThatIsNotThereFails() {
    assertThat(obedient().invoke("Other", Sender.AWS, new byte[0]))
        .isEqualTo(new Failed("ResourceNotFoundException", "no function Other"));
  }
}
