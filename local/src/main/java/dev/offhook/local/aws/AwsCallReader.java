package dev.offhook.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads what a call was about out of its request and its response. */
final class AwsCallReader {
  private static final String CAPACITY = "ConsumedCapacity";

  private AwsCallReader() {}

  static AwsCall read(AwsRequest request, AwsResponse response) {
    Set<String> tables = new LinkedHashSet<>();
    Map<String, Double> capacity = new TreeMap<>();
    String service = name(request.service());
    if (service.equals("DynamoDB")) {
      ObjectNode body = Json.readObject(request.body()).orElseGet(Json::object);
      addTables(body, tables);
      if (body.has("ReturnConsumedCapacity")) {
        Json.readObject(response.body())
            .ifPresent(answer -> addCapacity(answer.path(CAPACITY), capacity));
      }
    }
    return new AwsCall(
        0,
        request.accessKeyId().orElse(""),
        service,
        request.operation(),
        "",
        List.copyOf(tables),
        capacity,
        response.status());
  }

  private static String name(String prefix) {
    return switch (prefix) {
      case "DynamoDB_20120810" -> "DynamoDB";
      case "AmazonSQS" -> "SQS";
      case "secretsmanager" -> "SecretsManager";
      case String other -> other;
    };
  }

  /** {@code TableName}, of a transaction's items, and the members of a batch's RequestItems. */
  private static void addTables(JsonNode body, Set<String> tables) {
    if (body.path("TableName").isTextual()) {
      tables.add(body.path("TableName").textValue());
    }
    for (JsonNode item : body.path("TransactItems")) {
      item.forEach(operation -> addTables(operation, tables));
    }
    body.path("RequestItems").fieldNames().forEachRemaining(tables::add);
  }

  /** One for a single table; a list of them for transactions and batches. */
  private static void addCapacity(JsonNode consumed, Map<String, Double> capacity) {
    List<JsonNode> parts = new ArrayList<>();
    if (consumed.isArray()) {
      consumed.forEach(parts::add);
    } else if (consumed.isObject()) {
      parts.add(consumed);
    }
    for (JsonNode part : parts) {
      capacity.merge(
          part.path("TableName").asText(), part.path("CapacityUnits").asDouble(), Double::sum);
    }
  }
}
