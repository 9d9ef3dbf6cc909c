package dev.offhook.local.lambda;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A function as the local stack runs it.
 *
 * @param logicalId its name in the template, by which it is invoked
 * @param functionName its name in its context
 * @param arn its ARN in its context
 * @param classPath where its classes are
 * @param handler the name of the class that handles events
 * @param environment its environment variables, those that Lambda adds too
 * @param timeout how long it may work on one event
 * @param reservedConcurrency how many events it may work on at once; absent: as the account allows
 */
public record LambdaFunction(
    String logicalId,
    String functionName,
    String arn,
    ClassPath classPath,
    String handler,
    Map<String, String> environment,
    Duration timeout,
    int memoryMegabytes,
    OptionalInt reservedConcurrency) {
  public LambdaFunction {
    environment = Map.copyOf(environment);
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive: " + timeout);
    }
  }

  /** With one more environment variable. */
  LambdaFunction withVariable(String name, String value) {
    Map<String, String> variables = new LinkedHashMap<>(environment);
    variables.put(name, value);
    return new LambdaFunction(
        logicalId,
        functionName,
        arn,
        classPath,
        handler,
        variables,
        timeout,
        memoryMegabytes,
        reservedConcurrency);
  }
}
