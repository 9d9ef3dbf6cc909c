package dev.offhook.local.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A DynamoDB table of the template.
 *
 * @param attributeTypes {@code S}, {@code N} or {@code B} by key attribute
 * @param timeToLive the attribute that holds when an item may be deleted, in epoch seconds
 */
public record TableResource(
    String logicalId,
    String tableName,
    Map<String, String> attributeTypes,
    List<KeyElement> key,
    List<Index> indexes,
    Optional<String> timeToLive) {
  public TableResource {
    attributeTypes = Map.copyOf(attributeTypes);
    key = List.copyOf(key);
    indexes = List.copyOf(indexes);
  }

  /**
   * One attribute of a key.
   *
   * @param keyType {@code HASH} or {@code RANGE}
   */
  public record KeyElement(String attribute, String keyType) {}

  /**
   * A global secondary index.
   *
   * @param projectionType {@code ALL}, {@code KEYS_ONLY} or {@code INCLUDE}
   * @param projected the attributes of {@code INCLUDE}
   */
  public record Index(
      String name, List<KeyElement> key, String projectionType, List<String> projected) {
    public Index {
      key = List.copyOf(key);
      projected = List.copyOf(projected);
    }
  }

  static TableResource read(Resource resource, LocalReferences references) {
    Properties properties = resource.evaluated(references.evaluator());
    properties.ignore(
        "BillingMode",
        "ContributorInsightsSpecification",
        "DeletionProtectionEnabled",
        "OnDemandThroughput",
        "PointInTimeRecoverySpecification",
        "ProvisionedThroughput",
        "SSESpecification",
        "TableClass",
        "TableName",
        "Tags");
    TableResource table =
        new TableResource(
            resource.logicalId(),
            references.name(resource),
            attributeTypes(properties),
            key(properties),
            properties.nestedItems("GlobalSecondaryIndexes").stream()
                .map(TableResource::index)
                .toList(),
            properties
                .optionalNested("TimeToLiveSpecification")
                .flatMap(TableResource::timeToLive));
    properties.finish();
    return table;
  }

  private static Map<String, String> attributeTypes(Properties properties) {
    Map<String, String> types = new LinkedHashMap<>();
    for (Properties definition : properties.nestedItems("AttributeDefinitions")) {
      types.put(definition.text("AttributeName"), definition.text("AttributeType"));
      definition.finish();
    }
    return types;
  }

  private static List<KeyElement> key(Properties properties) {
    List<Properties> elements = properties.nestedItems("KeySchema");
    if (elements.isEmpty()) {
      throw properties.failure("KeySchema", "is missing");
    }
    return elements.stream().map(TableResource::keyElement).toList();
  }

  private static KeyElement keyElement(Properties properties) {
    KeyElement element =
        new KeyElement(properties.text("AttributeName"), properties.text("KeyType"));
    properties.finish();
    return element;
  }

  private static Index index(Properties properties) {
    properties.ignore("ContributorInsightsSpecification", "OnDemandThroughput");
    properties.ignore("ProvisionedThroughput", "WarmThroughput");
    Properties projection =
        properties
            .optionalNested("Projection")
            .orElseThrow(() -> properties.failure("Projection", "is missing"));
    Index index =
        new Index(
            properties.text("IndexName"),
            key(properties),
            projection.text("ProjectionType"),
            projection.texts("NonKeyAttributes"));
    projection.finish();
    properties.finish();
    return index;
  }

  private static Optional<String> timeToLive(Properties properties) {
    boolean enabled = properties.bool("Enabled", false);
    String attribute = properties.text("AttributeName");
    properties.finish();
    return enabled ? Optional.of(attribute) : Optional.empty();
  }
}
