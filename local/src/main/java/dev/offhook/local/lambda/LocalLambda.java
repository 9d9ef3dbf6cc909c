package dev.offhook.local.lambda;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The functions of a stack, each with its execution environments. */
public final class LocalLambda implements Lambda, AutoCloseable {
  private final Map<String, FunctionPool> pools = new LinkedHashMap<>();
  private final FunctionLog log;

  private LocalLambda(
      List<LambdaFunction> functions,
      ExecutionEnvironment.Starter starter,
      int maximumEnvironments,
      FunctionLog log) {
    this.log = log;
    for (LambdaFunction function : functions) {
      pools.put(function.logicalId(), new FunctionPool(function, starter, maximumEnvironments));
    }
  }

  /**
   * Functions that run inside this JVM, each environment with classes of its own but for {@link
   * Libraries}.
   *
   * @param maximumEnvironments how many environments a function may have
   */
  public static LocalLambda inJvm(
      List<LambdaFunction> functions, int maximumEnvironments, FunctionLog log) {
    return inJvm(functions, maximumEnvironments, log, Optional.empty());
  }

  /** The same, with somebody to watch the environments. */
  public static LocalLambda inJvm(
      List<LambdaFunction> functions,
      int maximumEnvironments,
      FunctionLog log,
      Optional<Overseer> overseer) {
    ExecutionEnvironment.Starter starter = function -> JvmEnvironment.start(function, log);
    return new LocalLambda(functions, watched(starter, overseer), maximumEnvironments, log);
  }

  /**
   * Functions that run in processes of their own, under the runtime client that Lambda itself uses.
   *
   * @param maximumEnvironments how many environments a function may have
   */
  public static LocalLambda inProcesses(
      List<LambdaFunction> functions, int maximumEnvironments, FunctionLog log) {
    return inProcesses(functions, maximumEnvironments, log, Optional.empty());
  }

  /** The same, with somebody to watch the environments. */
  public static LocalLambda inProcesses(
      List<LambdaFunction> functions,
      int maximumEnvironments,
      FunctionLog log,
      Optional<Overseer> overseer) {
    ExecutionEnvironment.Starter starter = function -> ProcessEnvironment.start(function, log);
    return new LocalLambda(functions, watched(starter, overseer), maximumEnvironments, log);
  }

  private static ExecutionEnvironment.Starter watched(
      ExecutionEnvironment.Starter starter, Optional<Overseer> overseer) {
    return overseer.map(watching -> WatchedEnvironment.starter(starter, watching)).orElse(starter);
  }

  /**
   * Starts one environment of each function, all at the same time, and keeps them for events.
   *
   * @param rare functions that nobody waits for, by their logical ids: they start with an event
   */
  public void warm(Set<String> rare) throws FunctionStartException {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<CompletableFuture<Void>> starts =
          pools.values().stream()
              .filter(pool -> !rare.contains(pool.function().logicalId()))
              .map(pool -> CompletableFuture.runAsync(() -> warm(pool), threads))
              .toList();
      CompletableFuture.allOf(starts.toArray(CompletableFuture<?>[]::new)).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StartFailed failed) {
        throw failed.cause;
      }
      throw e;
    }
  }

  /**
   * Has a function prepare for events in one more environment, as for a snapshot of SnapStart.
   * Takes some seconds, in which events are handled as ever.
   */
  public void prime(String function) throws FunctionStartException {
    FunctionPool pool = pools.get(function);
    if (pool != null) {
      pool.prime();
    }
  }

  @Override
  public InvocationResult invoke(String function, Sender sender, byte[] event) {
    FunctionPool pool = pools.get(function);
    if (pool == null) {
      return new InvocationResult.Failed("ResourceNotFoundException", "no function " + function);
    }
    InvocationResult result = pool.invoke(sender, event);
    switch (result) {
      case InvocationResult.Returned _ -> {}
      // The message may hold what a client sent, so it stays out of the log.
      case InvocationResult.Failed failed -> log.line(function, "failed: " + failed.errorType());
      case InvocationResult.TimedOut _ ->
          log.line(function, "timed out after " + pool.function().timeout().toSeconds() + " s");
      case InvocationResult.Throttled _ -> log.line(function, "throttled");
    }
    return result;
  }

  @Override
  public void close() {
    pools.values().forEach(FunctionPool::close);
  }

  private static void warm(FunctionPool pool) {
    try {
      pool.warm();
    } catch (FunctionStartException e) {
      throw new StartFailed(e);
    }
  }

  /** Carries a failure out of a future. */
  private static final class StartFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final FunctionStartException cause;

    StartFailed(FunctionStartException cause) {
      super(cause);
      this.cause = cause;
    }
  }
}
