package dev.offhook.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * An environment that is a process: a JVM under AWS's own runtime interface client, as in the
 * cloud.
 *
 * @see <a href="https://github.com/aws/aws-lambda-java-libs">The runtime interface client</a>
 */
final class ProcessEnvironment implements ExecutionEnvironment {
  /** How long a process may take to ask for its first event; Lambda gives it 10 s and a retry. */
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  /** A class of each jar that the runtime client consists of. */
  private static final List<Class<?>> RUNTIME_CLIENT =
      List.of(AWSLambda.class, Context.class, PojoSerializer.class, SdkInternalThreadLocal.class);

  private final Process process;
  private final RuntimeApi api;
  private volatile boolean usable = true;

  private ProcessEnvironment(Process process, RuntimeApi api) {
    this.process = process;
    this.api = api;
  }

  static ProcessEnvironment start(LambdaFunction function, FunctionLog log)
      throws FunctionStartException {
    try {
      RuntimeApi api = RuntimeApi.open(function.arn());
      Process process;
      try {
        process = process(function, api.address());
      } catch (IOException e) {
        api.close();
        throw e;
      }
      ProcessEnvironment environment = new ProcessEnvironment(process, api);
      // Reading a pipe holds on to its thread, which would take a virtual one's carrier away.
      Thread.ofPlatform()
          .daemon()
          .name("output-" + function.logicalId())
          .start(() -> copyOutput(process, function, log));
      environment.awaitStart(function);
      return environment;
    } catch (IOException e) {
      throw FunctionStartException.of(function, e);
    }
  }

  @Override
  public InvocationResult invoke(Invocation invocation) {
    CompletableFuture<InvocationResult> answer = api.give(invocation);
    CompletableFuture<InvocationResult> ended =
        process.onExit().thenApply(ProcessEnvironment::exited);
    try {
      InvocationResult result =
          answer
              .applyToEither(ended, either -> either)
              .get(invocation.remaining().toNanos(), TimeUnit.NANOSECONDS);
      usable = process.isAlive();
      return result;
    } catch (TimeoutException e) {
      usable = false;
      return new InvocationResult.TimedOut();
    } catch (ExecutionException e) {
      usable = false;
      return new InvocationResult.Failed("Runtime.Unknown", "");
    } catch (InterruptedException e) {
      usable = false;
      Thread.currentThread().interrupt();
      return new InvocationResult.Failed("Runtime.Interrupted", "");
    }
  }

  @Override
  public boolean isUsable() {
    return usable && process.isAlive();
  }

  @Override
  public void kill() {
    usable = false;
    process.destroyForcibly();
  }

  @Override
  public void close() {
    usable = false;
    process.destroyForcibly();
    api.close();
  }

  private static InvocationResult exited(Process process) {
    return new InvocationResult.Failed(
        "Runtime.ExitError", "Runtime exited with exit status " + process.exitValue());
  }

  private void awaitStart(LambdaFunction function) throws FunctionStartException {
    CompletableFuture<Void> ended =
        process
            .onExit()
            .thenAccept(
                exited -> {
                  throw new IllegalStateException(
                      "its process ended, status " + exited.exitValue());
                });
    boolean started = false;
    try {
      CompletableFuture.anyOf(api.started(), ended).get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
      started = true;
    } catch (ExecutionException e) {
      throw FunctionStartException.of(function, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw FunctionStartException.of(function, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw FunctionStartException.of(function, e);
    } finally {
      if (!started) {
        close();
      }
    }
  }

  private static Process process(LambdaFunction function, String runtimeApi) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + function.memoryMegabytes() + "m");
    command.add("-XX:+UseSerialGC");
    command.add("-Xshare:auto");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    NativeRuntimeClient.option().ifPresent(command::add);
    command.add("-cp");
    command.add(classPath(function));
    command.add(AWSLambda.class.getName());
    command.add(function.handler());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    String path = environment.get("PATH");
    environment.clear();
    if (path != null) {
      environment.put("PATH", path);
    }
    environment.putAll(function.environment());
    environment.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
    environment.put("_HANDLER", function.handler());
    return builder.start();
  }

  private static String classPath(LambdaFunction function) {
    Set<Path> entries = new LinkedHashSet<>();
    for (Class<?> part : RUNTIME_CLIENT) {
      CodeSource source = part.getProtectionDomain().getCodeSource();
      entries.add(Path.of(URI.create(source.getLocation().toString())));
    }
    entries.addAll(function.classPath().entries());
    return entries.stream()
        .map(Path::toString)
        .collect(Collectors.joining(System.getProperty("path.separator")));
  }

  private static void copyOutput(Process process, LambdaFunction function, FunctionLog log) {
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (!line.startsWith("Picked up JAVA_TOOL_OPTIONS")) {
          log.text(function.logicalId(), line);
        }
      }
    } catch (IOException e) {
      // The process is gone, and so is its output.
    }
  }
}
