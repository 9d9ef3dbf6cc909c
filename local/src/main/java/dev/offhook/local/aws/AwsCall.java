package dev.offhook.local.aws;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One call of a function to a service of AWS.
 *
 * @param number counts up from 0
 * @param function the access key id that signed it, which is the function's logical id; empty if it
 *     was not signed
 * @param service {@code DynamoDB}, {@code SQS}, {@code SecretsManager}, or {@code ExecuteApi} for
 *     the management API; else as the caller named it
 * @param operation for instance {@code UpdateItem}; {@code ManageConnections} of the management API
 * @param resource the path of the management API as policies name it, without the id, by which a
 *     connection can be posted to: {@code live/POST/@connections/*}; empty of other services
 * @param tables the DynamoDB tables that it names, each once
 * @param capacity consumed capacity units by table, where the caller asked to be told
 * @param status of the HTTP response
 */
public record AwsCall(
    long number,
    String function,
    String service,
    String operation,
    String resource,
    List<String> tables,
    Map<String, Double> capacity,
    int status) {
  private static final String EXECUTE_API = "ExecuteApi";

  public AwsCall {
    tables = List.copyOf(tables);
    capacity = Map.copyOf(capacity);
  }

  /**
   * A call of the management API.
   *
   * @param method POST, GET or DELETE
   */
  public static AwsCall management(String function, String stage, String method, int status) {
    String resource = stage + "/" + method + "/@connections/*";
    return new AwsCall(
        0, function, EXECUTE_API, "ManageConnections", resource, List.of(), Map.of(), status);
  }

  /** The consumed capacity units of all tables together. */
  public double totalCapacity() {
    return capacity.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /**
   * What a policy has to allow: {@code dynamodb:UpdateItem}, {@code execute-api:ManageConnections}.
   */
  public String action() {
    String prefix = service.equals(EXECUTE_API) ? "execute-api" : service.toLowerCase(Locale.ROOT);
    return prefix + ":" + operation;
  }

  AwsCall numbered(long changed) {
    return new AwsCall(changed, function, service, operation, resource, tables, capacity, status);
  }
}
