package dev.offhook.local.template;

import dev.offhook.local.template.Node.Entry;
import dev.offhook.local.template.Node.Mapping;
import java.util.Optional;

/**
 * One resource as the template declares it, not evaluated yet.
 *
 * @param line of the logical id
 * @param condition the name of the condition under which it exists
 */
record Resource(
    String logicalId, int line, ResourceType type, Mapping properties, Optional<Node> condition) {
  static Resource read(Entry entry) {
    String id = entry.key();
    if (!id.matches("[A-Za-z0-9]{1,255}")) {
      throw new TemplateException(entry.line(), "a logical id is alphanumeric");
    }
    Properties attributes = new Properties("resource " + id, entry.value().asMapping(id));
    Node type =
        attributes
            .find("Type")
            .orElseThrow(() -> new TemplateException(entry.line(), id + " has no Type"));
    Mapping properties =
        attributes
            .find("Properties")
            .map(node -> node.asMapping("Properties of " + id))
            .orElse(Mapping.empty(entry.line()));
    Optional<Node> condition = attributes.find("Condition");
    condition.ifPresent(node -> node.asText("Condition of " + id));
    attributes.ignore("DependsOn", "Metadata", "DeletionPolicy", "UpdateReplacePolicy");
    attributes.finish();
    ResourceType resourceType = ResourceType.read(type.asText("Type of " + id), type.line());
    return new Resource(id, entry.line(), resourceType, properties, condition);
  }

  /** The same resource with other properties. */
  Resource with(Mapping otherProperties) {
    return new Resource(logicalId, line, type, otherProperties, condition);
  }

  /** Whether it exists with these parameters. */
  boolean exists(Evaluator evaluator) {
    return condition
        .map(node -> evaluator.holds(node.asText("Condition of " + logicalId), node.line()))
        .orElse(true);
  }

  /** Its properties, evaluated. */
  Properties evaluated(Evaluator evaluator) {
    return new Properties(logicalId, evaluator.evaluate(properties));
  }

  /** A failure of this resource as a whole. */
  TemplateException failure(String reason) {
    return new TemplateException(line, logicalId + " " + reason);
  }
}
