package dev.offhook.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A function's answer to a batch, by {@code ReportBatchItemFailures}: which messages failed. An
 * answer that can't be understood fails them all.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting">Partial
 *     batch responses</a>
 */
final class BatchResponse {
  private BatchResponse() {}

  /**
   * The messages that the function was done with.
   *
   * @param messageIds of the batch
   * @param payload what the function returned
   */
  static Set<String> succeeded(Set<String> messageIds, byte[] payload) {
    String text = new String(payload, StandardCharsets.UTF_8).strip();
    if (text.isEmpty() || text.equals("null")) {
      return messageIds;
    }
    Optional<ObjectNode> answer = Json.readObject(payload);
    return answer.isEmpty() ? Set.of() : succeeded(messageIds, answer.get());
  }

  private static Set<String> succeeded(Set<String> messageIds, ObjectNode answer) {
    JsonNode failures = answer.path("batchItemFailures");
    if (failures.isMissingNode() || failures.isNull()) {
      return messageIds;
    }
    if (!failures.isArray()) {
      return Set.of();
    }
    Set<String> succeeded = new LinkedHashSet<>(messageIds);
    for (JsonNode failure : failures) {
      String id = failure.path("itemIdentifier").asText("");
      if (!messageIds.contains(id)) {
        return Set.of();
      }
      succeeded.remove(id);
    }
    return succeeded;
  }
}
