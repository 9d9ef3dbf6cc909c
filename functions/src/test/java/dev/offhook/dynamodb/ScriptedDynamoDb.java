package dev.offhook.dynamodb;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** A client whose answers are told beforehand, for what a real DynamoDB rarely does. */
final class ScriptedDynamoDb implements DynamoDbClient {

  private final Deque<List<CancellationReason>> cancellations = new ArrayDeque<>();
  private final List<TransactWriteItemsRequest> transactions = new ArrayList<>();
  private int unprocessed;
  private int batches;

  /** The next transaction is cancelled for those reasons. */
  void cancel(CancellationReason... reasons) {
    cancellations.add(List.of(reasons));
  }

  /** That many times one key of a batch is left over. */
  void leaveUnprocessed(int times) {
    unprocessed = times;
  }

  List<TransactWriteItemsRequest> transactions() {
    return transactions;
  }

  int batches() {
    return batches;
  }

  static CancellationReason reason(String code) {
    return CancellationReason.builder().code(code).build();
  }

  static CancellationReason failed(Map<String, AttributeValue> item) {
    return CancellationReason.builder().code("ConditionalCheckFailed").item(item).build();
  }

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    transactions.add(request);
    if (!cancellations.isEmpty()) {
      throw TransactionCanceledException.builder()
          .message("cancelled")
          .cancellationReasons(cancellations.remove())
          .build();
    }
    return TransactWriteItemsResponse.builder().build();
  }

  @Override
  public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
    batches++;
    Map<String, KeysAndAttributes> left = unprocessed-- > 0 ? request.requestItems() : Map.of();
    return BatchGetItemResponse.builder().responses(Map.of()).unprocessedKeys(left).build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
