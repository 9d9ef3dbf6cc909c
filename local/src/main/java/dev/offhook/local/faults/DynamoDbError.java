package dev.offhook.local.faults;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.aws.AwsRequest;
import dev.offhook.local.aws.AwsResponse;
import dev.offhook.local.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.zip.CRC32;

/**
 * What DynamoDB answers under load, or when it fails. A transaction is cancelled, with a reason for
 * each of its items; everything else is refused by an exception of its own.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html">Error
 *     handling with DynamoDB</a>
 */
public enum DynamoDbError implements ServiceError {
  /** A table with provisioned capacity is asked for more. */
  THROUGHPUT_EXCEEDED,
  /** A table on demand grows too slowly. */
  THROTTLED,
  /**
   * A transaction over the same item is under way. Reads of single items never conflict: they are
   * throttled instead.
   */
  CONFLICT,
  /** It fails, and nothing is done. */
  INTERNAL,
  /** It fails to say that it is done: a 500 of a write may mean either. */
  INTERNAL_AFTER_EFFECT;

  private static final String DYNAMODB = "com.amazonaws.dynamodb.v20120810#";
  private static final String CORAL = "com.amazon.coral.availability#";
  private static final Set<String> TRANSACTIONS = Set.of("TransactWriteItems", "TransactGetItems");
  private static final Set<String> WRITES = Set.of("PutItem", "UpdateItem", "DeleteItem");

  private static final String PROVISIONED =
      "The level of configured provisioned throughput for the table was exceeded. Consider"
          + " increasing your provisioning level with the UpdateTable API.";
  private static final String ON_DEMAND =
      "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically"
          + " scaling your table or index so please try again shortly. If exceptions persist, check"
          + " if you have a hot key:"
          + " https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html";
  private static final String ONGOING = "Transaction is ongoing for the item";

  @Override
  public boolean takesEffect() {
    return this == INTERNAL_AFTER_EFFECT;
  }

  @Override
  public AwsResponse answer(AwsRequest request) {
    boolean isTransaction = TRANSACTIONS.contains(request.operation());
    return switch (this) {
      case THROUGHPUT_EXCEEDED ->
          isTransaction
              ? cancelled(request, "ProvisionedThroughputExceeded", PROVISIONED)
              : error(400, DYNAMODB + "ProvisionedThroughputExceededException", PROVISIONED);
      case THROTTLED ->
          isTransaction ? cancelled(request, "ThrottlingError", ON_DEMAND) : throttled();
      case CONFLICT -> isTransaction ? conflictOfTransactions(request) : conflict(request);
      case INTERNAL, INTERNAL_AFTER_EFFECT ->
          error(500, DYNAMODB + "InternalServerError", "Internal server error");
    };
  }

  private static AwsResponse throttled() {
    return error(400, CORAL + "ThrottlingException", ON_DEMAND);
  }

  private static AwsResponse conflictOfTransactions(AwsRequest request) {
    return cancelled(request, "TransactionConflict", ONGOING);
  }

  private static AwsResponse conflict(AwsRequest request) {
    return WRITES.contains(request.operation())
        ? error(400, DYNAMODB + "TransactionConflictException", ONGOING)
        : throttled();
  }

  /** The last of the items is to blame: those before it are as they should be. */
  private static AwsResponse cancelled(AwsRequest request, String code, String message) {
    int items =
        Json.readObject(request.body()).map(json -> json.path("TransactItems").size()).orElse(1);
    ObjectNode body = Json.object().put("__type", DYNAMODB + "TransactionCanceledException");
    ArrayNode reasons = body.putArray("CancellationReasons");
    StringJoiner codes = new StringJoiner(", ", "[", "]");
    for (int item = 1; item < items; item++) {
      reasons.addObject().put("Code", "None");
      codes.add("None");
    }
    reasons.addObject().put("Code", code).put("Message", message);
    codes.add(code);
    return answer(
        400,
        body.put(
            "Message",
            "Transaction cancelled, please refer cancellation reasons for specific reasons "
                + codes));
  }

  private static AwsResponse error(int status, String type, String message) {
    return answer(status, Json.object().put("__type", type).put("message", message));
  }

  private static AwsResponse answer(int status, ObjectNode body) {
    byte[] bytes = Json.bytes(body);
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return new AwsResponse(
        status,
        Map.of(
            "Content-Type", List.of("application/x-amz-json-1.0"),
            "x-amz-crc32", List.of(Long.toString(checksum.getValue()))),
        bytes);
  }
}
