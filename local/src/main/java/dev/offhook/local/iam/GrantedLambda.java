package dev.offhook.local.iam;

import dev.offhook.local.lambda.InvocationResult;
import dev.offhook.local.lambda.Lambda;
import dev.offhook.local.lambda.Sender;

/** Lambda, which notes each invocation in the function's log by the function's own rights. */
public record GrantedLambda(Lambda lambda, Access access) implements Lambda {
  @Override
  public InvocationResult invoke(String function, Sender sender, byte[] event) {
    access.logGroup(function).ifPresent(group -> access.check(function, Calls.logs(group)));
    return lambda.invoke(function, sender, event);
  }
}
