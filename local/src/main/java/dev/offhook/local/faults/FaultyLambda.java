package dev.offhook.local.faults;

import dev.offhook.local.faults.Invocations.Invoked;
import dev.offhook.local.lambda.InvocationResult;
import dev.offhook.local.lambda.Lambda;
import dev.offhook.local.lambda.Sender;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Functions that run late or twice. */
final class FaultyLambda implements Lambda {
  private final Lambda lambda;
  private final Adversary adversary;
  private final Executor threads;

  FaultyLambda(Lambda lambda, Adversary adversary, Executor threads) {
    this.lambda = lambda;
    this.adversary = adversary;
    this.threads = threads;
  }

  @Override
  public InvocationResult invoke(String function, Sender sender, byte[] event) {
    Invoked invoked = new Invoked(function, event);
    if (!invoked.isRepeatable()) {
      return lambda.invoke(function, sender, event);
    }
    if (invoked.isDelayed()) {
      Delays.pause(adversary.delay());
    }
    return adversary
        .repetition(invoked)
        .map(how -> twice(how, function, sender, event))
        .orElseGet(() -> lambda.invoke(function, sender, event));
  }

  private InvocationResult twice(Repetition how, String function, Sender sender, byte[] event) {
    return switch (how) {
      case AFTERWARDS -> {
        InvocationResult answered = lambda.invoke(function, sender, event);
        var _ = another(function, sender, event);
        yield answered;
      }
      case INSTEAD -> {
        InvocationResult _ = lambda.invoke(function, sender, event);
        yield lambda.invoke(function, sender, event);
      }
      case AT_ONCE ->
          another(function, sender, event)
              .applyToEither(another(function, sender, event), answered -> answered)
              .join();
    };
  }

  private CompletableFuture<InvocationResult> another(
      String function, Sender sender, byte[] event) {
    return CompletableFuture.supplyAsync(() -> lambda.invoke(function, sender, event), threads);
  }
}
