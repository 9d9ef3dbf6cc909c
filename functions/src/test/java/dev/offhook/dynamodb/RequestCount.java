package dev.offhook.dynamodb;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * Counts the requests that a client sends, the SDK's own repetitions included, and the capacity
 * units they consume. What a refused condition consumes is not told by DynamoDB and not counted.
 *
 * <p>DynamoDB takes two units for each item of a transaction, but DynamoDB Local tells those of one
 * item for each table; so it is the items that are counted, unless it tells more.
 *
 * <p>Only the tests ask for the consumed capacity: it is this interceptor that does.
 */
public final class RequestCount implements ExecutionInterceptor {

  private static final double UNITS_PER_ITEM_OF_TRANSACTION = 2;

  private final Map<String, Integer> operations = new TreeMap<>();
  private double capacityUnits;

  /** How many requests were sent. */
  public synchronized int requests() {
    return operations.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many requests were sent of each operation, like {@code UpdateItem}. */
  public synchronized Map<String, Integer> operations() {
    return Map.copyOf(operations);
  }

  /** Read and write units together. */
  public synchronized double capacityUnits() {
    return capacityUnits;
  }

  /** Starts again at zero. */
  public synchronized void reset() {
    operations.clear();
    capacityUnits = 0;
  }

  @Override
  public synchronized void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    operations.merge(
        attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME), 1, Integer::sum);
  }

  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    ReturnConsumedCapacity total = ReturnConsumedCapacity.TOTAL;
    return switch (context.request()) {
      case GetItemRequest get -> get.toBuilder().returnConsumedCapacity(total).build();
      case BatchGetItemRequest get -> get.toBuilder().returnConsumedCapacity(total).build();
      case PutItemRequest put -> put.toBuilder().returnConsumedCapacity(total).build();
      case DeleteItemRequest delete -> delete.toBuilder().returnConsumedCapacity(total).build();
      case UpdateItemRequest update -> update.toBuilder().returnConsumedCapacity(total).build();
      case TransactWriteItemsRequest write ->
          write.toBuilder().returnConsumedCapacity(total).build();
      case SdkRequest other -> other;
    };
  }

  @Override
  public synchronized void afterExecution(
      Context.AfterExecution context, ExecutionAttributes attributes) {
    double told =
        consumed(context.response()).stream().mapToDouble(ConsumedCapacity::capacityUnits).sum();
    double leastOfTransaction =
        context.request() instanceof TransactWriteItemsRequest write
            ? UNITS_PER_ITEM_OF_TRANSACTION * write.transactItems().size()
            : 0;
    capacityUnits += Math.max(told, leastOfTransaction);
  }

  private static List<ConsumedCapacity> consumed(SdkResponse response) {
    return switch (response) {
      case GetItemResponse got -> List.of(got.consumedCapacity());
      case BatchGetItemResponse got -> got.consumedCapacity();
      case PutItemResponse put -> List.of(put.consumedCapacity());
      case DeleteItemResponse deleted -> List.of(deleted.consumedCapacity());
      case UpdateItemResponse updated -> List.of(updated.consumedCapacity());
      case TransactWriteItemsResponse written -> written.consumedCapacity();
      case SdkResponse other -> List.of();
    };
  }
}
