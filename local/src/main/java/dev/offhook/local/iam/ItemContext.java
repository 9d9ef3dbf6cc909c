package dev.offhook.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gathers what conditions may ask about the items of a call of DynamoDB. */
final class ItemContext {
  private static final List<String> ITEMS = List.of("Item", "Key");
  private static final List<String> EXPRESSIONS =
      List.of(
          "ConditionExpression",
          "FilterExpression",
          "KeyConditionExpression",
          "ProjectionExpression",
          "UpdateExpression");
  private static final Map<String, ConditionKey> PARAMETERS =
      Map.of(
          "ReturnConsumedCapacity", ConditionKey.RETURN_CONSUMED_CAPACITY,
          "ReturnValues", ConditionKey.RETURN_VALUES,
          "Select", ConditionKey.SELECT);

  /** A name at the top of a path; what a path goes on with and what is called are no names. */
  private static final Pattern NAME =
      Pattern.compile("(?<![\\w.:#])(#?[A-Za-z_]\\w*|#\\w+)(?!\\w)(?!\\s*\\()");

  private static final Set<String> WORDS =
      Set.of("SET", "REMOVE", "ADD", "DELETE", "AND", "OR", "NOT", "IN", "BETWEEN");
  private static final Pattern EQUALITY = Pattern.compile("(#?\\w+)\\s*=\\s*(:\\w+)");

  private final String partitionKey;
  private final Set<String> leadingKeys = new LinkedHashSet<>();
  private final Set<String> attributes = new LinkedHashSet<>();
  private final Map<String, List<String>> parameters = new HashMap<>();

  /**
   * @param partitionKey the attribute that is the partition key; empty if nobody knows
   */
  ItemContext(String partitionKey) {
    this.partitionKey = partitionKey;
  }

  /** Adds what a request, or a part of one, says of an item. */
  void add(JsonNode request) {
    ITEMS.forEach(name -> addItem(request.path(name)));
    JsonNode names = request.path("ExpressionAttributeNames");
    for (String expression : EXPRESSIONS) {
      Matcher matcher = NAME.matcher(request.path(expression).asText(""));
      while (matcher.find()) {
        if (!WORDS.contains(matcher.group(1).toUpperCase(Locale.ROOT))) {
          attributes.add(name(matcher.group(1), names));
        }
      }
    }
    Matcher equality = EQUALITY.matcher(request.path("KeyConditionExpression").asText(""));
    while (equality.find()) {
      if (name(equality.group(1), names).equals(partitionKey)) {
        addLeadingKey(request.path("ExpressionAttributeValues").path(equality.group(2)));
      }
    }
  }

  /** Adds the attributes of an item or a key. */
  void addItem(JsonNode item) {
    item.fieldNames().forEachRemaining(attributes::add);
    addLeadingKey(item.path(partitionKey));
  }

  /** Adds what a whole request asks for. */
  void addParameters(JsonNode request) {
    PARAMETERS.forEach(
        (parameter, key) -> {
          if (request.path(parameter).isTextual()) {
            parameters.put(key.policyName(), List.of(request.path(parameter).asText()));
          }
        });
  }

  /** The values by condition key; a key without values is not there. */
  Map<String, List<String>> values() {
    Map<String, List<String>> values = new HashMap<>(parameters);
    if (!leadingKeys.isEmpty()) {
      values.put(ConditionKey.LEADING_KEYS.policyName(), List.copyOf(leadingKeys));
    }
    if (!attributes.isEmpty()) {
      values.put(ConditionKey.ATTRIBUTES.policyName(), List.copyOf(attributes));
    }
    return values;
  }

  /** A value is an object with one member, which names its type. */
  private void addLeadingKey(JsonNode value) {
    value.forEach(text -> leadingKeys.add(text.asText()));
  }

  private static String name(String written, JsonNode names) {
    return written.startsWith("#") ? names.path(written).asText(written) : written;
  }
}
