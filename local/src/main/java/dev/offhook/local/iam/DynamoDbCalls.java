package dev.offhook.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What calls of DynamoDB need to be allowed. A transaction needs what its parts do; a batch is an
 * action of its own, on each of its tables.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html">Using
 *     IAM with DynamoDB transactions</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html">Actions
 *     of Amazon DynamoDB</a>
 */
public final class DynamoDbCalls {
  private static final Map<String, String> PARTS =
      Map.of(
          "Put", "PutItem",
          "Update", "UpdateItem",
          "Delete", "DeleteItem",
          "ConditionCheck", "ConditionCheckItem",
          "Get", "GetItem");

  private final Map<String, String> partitionKeys;

  /**
   * @param partitionKeys the attribute that is each table's partition key, by the table's name
   */
  public DynamoDbCalls(Map<String, String> partitionKeys) {
    this.partitionKeys = Map.copyOf(partitionKeys);
  }

  public List<Request> requests(String operation, ObjectNode body) {
    return switch (operation) {
      case "TransactWriteItems", "TransactGetItems" -> transaction(operation, body);
      case "BatchGetItem", "BatchWriteItem" -> batch(operation, body);
      default -> List.of(single(operation, body, Map.of()));
    };
  }

  private List<Request> transaction(String operation, ObjectNode body) {
    Map<String, List<String>> enclosing =
        Map.of(ConditionKey.ENCLOSING_OPERATION.policyName(), List.of(operation));
    List<Request> requests = new ArrayList<>();
    for (JsonNode item : body.path("TransactItems")) {
      for (Map.Entry<String, JsonNode> part : item.properties()) {
        String action = PARTS.getOrDefault(part.getKey(), part.getKey());
        requests.add(single(action, part.getValue(), enclosing));
      }
    }
    return requests;
  }

  private List<Request> batch(String operation, ObjectNode body) {
    List<Request> requests = new ArrayList<>();
    for (Map.Entry<String, JsonNode> table : body.path("RequestItems").properties()) {
      ItemContext context = context(table.getKey());
      if (table.getValue().isArray()) {
        table.getValue().forEach(write -> write.forEach(context::add));
      } else {
        table.getValue().path("Keys").forEach(context::addItem);
        context.add(table.getValue());
      }
      context.addParameters(body);
      requests.add(request(operation, Arns.table(table.getKey()), context.values()));
    }
    return requests;
  }

  private Request single(String operation, JsonNode body, Map<String, List<String>> more) {
    String table = body.path("TableName").asText("");
    if (table.isEmpty()) {
      return request(operation, "*", more);
    }
    ItemContext context = context(table);
    context.add(body);
    context.addParameters(body);
    Map<String, List<String>> values = new HashMap<>(context.values());
    values.putAll(more);
    String index = body.path("IndexName").asText("");
    String resource = index.isEmpty() ? Arns.table(table) : Arns.index(table, index);
    return request(operation, resource, values);
  }

  private ItemContext context(String table) {
    return new ItemContext(partitionKeys.getOrDefault(table, ""));
  }

  private static Request request(
      String operation, String resource, Map<String, List<String>> context) {
    return new Request("dynamodb:" + operation, resource, context);
  }
}
