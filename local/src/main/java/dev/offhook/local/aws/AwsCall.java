package dev.offhook.local.aws;

import java.util.List;
import java.util.Map;

/**
 * One call of a function to a service of AWS.
 *
 * @param number counts up from 0
 * @param function the access key id that signed it, which is the function's logical id; empty if it
 *     was not signed
 * @param service {@code DynamoDB}, {@code SQS}, {@code SecretsManager}; else as the caller named it
 * @param operation for instance {@code UpdateItem}
 * @param tables the DynamoDB tables that it names, each once
 * @param capacity consumed capacity units by table, where the caller asked to be told
 * @param status of the HTTP response
 */
public record AwsCall(
    long number,
    String function,
    String service,
    String operation,
    List<String> tables,
    Map<String, Double> capacity,
    int status) {
  public AwsCall {
    tables = List.copyOf(tables);
    capacity = Map.copyOf(capacity);
  }

  /** The consumed capacity units of all tables together. */
  public double totalCapacity() {
    return capacity.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  AwsCall numbered(long changed) {
    return new AwsCall(changed, function, service, operation, tables, capacity, status);
  }
}
