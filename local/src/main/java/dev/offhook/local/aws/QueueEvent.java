package dev.offhook.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.json.Json;
import dev.offhook.local.template.LocalEnvironment;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The event that Lambda makes of a queue's messages: the same things under names of its own.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event">Example
 *     event</a>
 */
final class QueueEvent {
  private QueueEvent() {}

  /**
   * An event.
   *
   * @param messages as {@code ReceiveMessage} gives them
   */
  static ObjectNode of(JsonNode messages, String queueArn) {
    ObjectNode event = Json.object();
    ArrayNode records = event.putArray("Records");
    for (JsonNode message : messages) {
      ObjectNode record =
          records
              .addObject()
              .put("messageId", message.path("MessageId").asText())
              .put("receiptHandle", message.path("ReceiptHandle").asText())
              .put("body", message.path("Body").asText());
      record.set("attributes", message.path("Attributes"));
      addAttributes(record.putObject("messageAttributes"), message.path("MessageAttributes"));
      record
          .put("md5OfBody", message.path("MD5OfBody").asText())
          .put("eventSource", "aws:sqs")
          .put("eventSourceARN", queueArn)
          .put("awsRegion", LocalEnvironment.REGION);
    }
    return event;
  }

  static Set<String> messageIds(JsonNode messages) {
    Set<String> ids = new LinkedHashSet<>();
    messages.forEach(message -> ids.add(message.path("MessageId").asText()));
    return ids;
  }

  private static void addAttributes(ObjectNode target, JsonNode attributes) {
    for (Map.Entry<String, JsonNode> attribute : attributes.properties()) {
      ObjectNode value = target.putObject(attribute.getKey());
      copy(attribute.getValue(), "StringValue", value, "stringValue");
      copy(attribute.getValue(), "BinaryValue", value, "binaryValue");
      value.putArray("stringListValues");
      value.putArray("binaryListValues");
      copy(attribute.getValue(), "DataType", value, "dataType");
    }
  }

  private static void copy(JsonNode from, String name, ObjectNode to, String newName) {
    if (from.hasNonNull(name)) {
      to.set(newName, from.path(name));
    }
  }
}
