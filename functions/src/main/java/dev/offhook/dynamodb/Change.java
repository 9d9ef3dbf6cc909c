package dev.offhook.dynamodb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * A conditional change of one item that exists: never does it make one, which would have no TTL.
 *
 * <p>Expressions name an attribute as {@code #attribute} and a value as {@code :value}; every name
 * that isn't given by {@link #naming} stands for itself. If the condition fails, DynamoDB returns
 * the item as it is.
 */
final class Change {

  private static final Pattern NAME = Pattern.compile("#(\\w+)");

  private final String table;
  private final String keyName;
  private final String keyValue;
  private final List<String> conditions = new ArrayList<>();
  private final List<String> assignments = new ArrayList<>();
  private final List<String> removals = new ArrayList<>();
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<String, AttributeValue> values = new LinkedHashMap<>();

  Change(String table, String keyName, String keyValue) {
    this.table = table;
    this.keyName = keyName;
    this.keyValue = keyValue;
    require("attribute_exists(#" + keyName + ")");
  }

  /** Adds a condition; all must hold. */
  Change require(String condition) {
    conditions.add("(" + name(condition) + ")");
    return this;
  }

  /** Adds an assignment, like {@code #attribute = :value}. */
  Change set(String assignment) {
    assignments.add(name(assignment));
    return this;
  }

  /** Removes an attribute, if it is there. */
  Change remove(String path) {
    removals.add(name(path));
    return this;
  }

  /** Gives a value that expressions use. */
  Change with(String placeholder, AttributeValue value) {
    values.put(placeholder, value);
    return this;
  }

  /** Gives a name that expressions use and that isn't an attribute's own. */
  Change naming(String placeholder, String attribute) {
    names.put(placeholder, attribute);
    return this;
  }

  /** The change as a request of its own. */
  UpdateItemRequest request(ReturnValue returned) {
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(key())
        .conditionExpression(condition())
        .updateExpression(update())
        .expressionAttributeNames(names)
        .expressionAttributeValues(values.isEmpty() ? null : values)
        .returnValues(returned)
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }

  /** The change as a part of a transaction. */
  Update inTransaction() {
    return Update.builder()
        .tableName(table)
        .key(key())
        .conditionExpression(condition())
        .updateExpression(update())
        .expressionAttributeNames(names)
        .expressionAttributeValues(values.isEmpty() ? null : values)
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }

  private Map<String, AttributeValue> key() {
    return Map.of(keyName, Attributes.text(keyValue));
  }

  private String condition() {
    return String.join(" AND ", conditions);
  }

  private String update() {
    List<String> clauses = new ArrayList<>();
    if (!assignments.isEmpty()) {
      clauses.add("SET " + String.join(", ", assignments));
    }
    if (!removals.isEmpty()) {
      clauses.add("REMOVE " + String.join(", ", removals));
    }
    return String.join(" ", clauses);
  }

  private String name(String expression) {
    Matcher matcher = NAME.matcher(expression);
    while (matcher.find()) {
      names.putIfAbsent(matcher.group(), matcher.group(1));
    }
    return expression;
  }
}
