package dev.offhook.local.gateway;

import dev.offhook.local.lambda.InvocationResult;
import dev.offhook.local.lambda.Lambda;
import dev.offhook.local.lambda.Sender;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Invokes functions and waits for them no longer than an integration may take. A function given up
 * on runs on.
 */
final class Invoker {
  private final Lambda lambda;
  private final ExecutorService threads;

  Invoker(Lambda lambda, ExecutorService threads) {
    this.lambda = lambda;
    this.threads = threads;
  }

  /** What the function answered; empty when it took longer than {@code timeout}. */
  Optional<InvocationResult> invoke(
      String function, Sender sender, byte[] event, Duration timeout) {
    try {
      Future<InvocationResult> result =
          threads.submit(() -> lambda.invoke(function, sender, event));
      return Optional.of(result.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(failed(e.getCause() == null ? e : e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(failed(e));
    } catch (RejectedExecutionException e) {
      return Optional.of(failed(e)); // The gateway is closing.
    }
  }

  private static InvocationResult failed(Throwable cause) {
    String message = cause.getMessage();
    return new InvocationResult.Failed(cause.getClass().getName(), message == null ? "" : message);
  }
}
