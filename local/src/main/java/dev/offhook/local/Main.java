package dev.offhook.local;

import dev.offhook.local.gateway.PortInUseException;
import dev.offhook.local.lambda.FunctionLog;
import dev.offhook.local.lambda.FunctionStartException;
import dev.offhook.local.template.TemplateException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * {@code ./offhook up}: starts the local stack and serves until the process is told to end. {@code
 * ./offhook rotate-key} has a running one rotate its signing key.
 */
public final class Main {

  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private Main() {}

  /**
   * Run by the launcher, which passes its own folder as the system property {@code offhook.home}.
   */
  public static void main(String[] arguments) throws InterruptedException {
    List<String> words = Arrays.asList(arguments);
    switch (words.isEmpty() ? "" : words.getFirst()) {
      case "up" -> up(words.subList(1, words.size()));
      case "rotate-key" -> rotateKey(words.subList(1, words.size()));
      case String _ -> fail(WRONG_USAGE, "the commands are up and rotate-key");
    }
  }

  private static void rotateKey(List<String> words) throws InterruptedException {
    try {
      new KeyRotationCommand(CommandLine.port(words)).run();
      System.out.println(
          "The signing key was rotated. Tokens of the one before are good until the next"
              + " rotation.");
    } catch (CommandLine.UsageException wrong) {
      fail(WRONG_USAGE, wrong.getMessage() + ": see ./offhook --help");
    } catch (KeyRotationCommand.FailedException failed) {
      fail(FAILED, String.valueOf(failed.getMessage()));
    }
  }

  private static void up(List<String> words) throws InterruptedException {
    Path home = Path.of(System.getProperty("offhook.home", "."));
    try {
      StackOptions defaults =
          StackOptions.of(home.resolve("template.yaml"))
              .withStateDirectory(stateDirectory(System.getenv()))
              .withLog(FunctionLog.to(System.out));
      up(CommandLine.read(words, defaults));
    } catch (CommandLine.UsageException wrong) {
      fail(WRONG_USAGE, wrong.getMessage() + ": see ./offhook --help");
    } catch (PortInUseException taken) {
      fail(FAILED, taken.getMessage() + ": choose another with --port");
    } catch (TemplateException | StackStartException | FunctionStartException failed) {
      fail(FAILED, String.valueOf(failed.getMessage()));
    }
  }

  private static void up(StackOptions options) throws FunctionStartException, InterruptedException {
    long begun = System.nanoTime();
    System.out.println("Starting the local stack ...");
    options
        .faults()
        .ifPresent(
            faults ->
                System.out.println("Faults: " + faults + "; again with --seed " + options.seed()));
    LocalStack stack = LocalStack.start(options);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stack.close();
                  ended.countDown();
                },
                "shutdown"));
    System.out.printf(
        """

        Offhook is up after %.1f s.

          Demo        %s
          HTTP API    %s
          WebSocket   %s
          AWS         %s  (DynamoDB, SQS, Secrets Manager; management API: %s)

        Ctrl-C ends it.
        """,
        (System.nanoTime() - begun) / 1e9,
        stack.demoUrl(),
        stack.apiUrl(),
        stack.websocketUrl(),
        stack.awsUrl(),
        stack.managementUrl());
    if (options.faults().isEmpty()) {
      Thread.ofPlatform().daemon().name("prime").start(() -> prime(stack));
    }
    ended.await();
  }

  private static void prime(LocalStack stack) {
    try {
      stack.prime();
    } catch (FunctionStartException failed) {
      // It is ended meanwhile; or the first call takes a little longer.
    }
  }

  /** Where a user's state belongs by the XDG Base Directory Specification. */
  private static Path stateDirectory(Map<String, String> environment) {
    String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
    Path state =
        xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".local", "state") : Path.of(xdg);
    return state.resolve("offhook");
  }

  private static void fail(int exitCode, String message) {
    System.err.println("offhook: " + message);
    System.exit(exitCode);
  }
}
