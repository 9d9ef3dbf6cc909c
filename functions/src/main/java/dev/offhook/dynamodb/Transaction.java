package dev.offhook.dynamodb;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Changes that are all made or none. One request if nothing comes in between; a part that may be
 * passed over and must be costs one more.
 *
 * <p>No ClientRequestToken is set: the SDK makes one for each request, so that its own repetition
 * of a request that did commit is no second one.
 */
final class Transaction {

  /** What the transaction does about a part whose condition fails. */
  private enum OnFailure {
    CONFLICT,
    PASS_OVER_IF_GONE,
    PASS_OVER
  }

  private record Part(TransactWriteItem item, OnFailure onFailure) {

    /** Whether it may be left out, given the item that failed its condition. */
    boolean isPassedOver(CancellationReason reason) {
      return switch (onFailure) {
        case CONFLICT -> false;
        case PASS_OVER_IF_GONE -> !reason.hasItem() || reason.item().isEmpty();
        case PASS_OVER -> true;
      };
    }
  }

  private static final String NOT_TO_BLAME = "None";
  private static final String CONDITION_FAILED = "ConditionalCheckFailed";

  /** Reasons that a repetition of the same request may not meet. */
  private static final Set<String> PASSING =
      Set.of("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");

  private final DynamoDbClient client;
  private final Contention contention;
  private final List<Part> parts = new ArrayList<>();
  private final Set<Object> keys = new HashSet<>();
  private boolean contradictory;

  Transaction(DynamoDbClient client, Contention contention) {
    this.client = client;
    this.contention = contention;
  }

  /** Adds an item to put. */
  Transaction put(Put put, String keyName) {
    return add(
        List.of(put.tableName(), Map.of(keyName, put.item().get(keyName))),
        TransactWriteItem.builder().put(put).build(),
        OnFailure.CONFLICT);
  }

  /** Adds a change without which nothing is to be changed. */
  Transaction require(Change change) {
    return add(change, OnFailure.CONFLICT);
  }

  /** Adds a change that is left out if the item doesn't exist any more. */
  Transaction requireUnlessGone(Change change) {
    return add(change, OnFailure.PASS_OVER_IF_GONE);
  }

  /** Adds a change that is left out if its condition fails. */
  Transaction ifApplicable(Change change) {
    return add(change, OnFailure.PASS_OVER);
  }

  /**
   * Makes the changes.
   *
   * @return false, and nothing is changed, if a condition failed, if others changed the same items
   *     all the time, or if two parts are about one item: what they were decided on was read while
   *     it changed
   */
  boolean commit() {
    if (contradictory) {
      return false;
    }
    List<Part> pending = new ArrayList<>(parts);
    int attempts = 0;
    while (attempts < Contention.MAX_ATTEMPTS) {
      try {
        request(pending);
        return true;
      } catch (TransactionCanceledException cancelled) {
        Optional<List<Part>> leftOut = leftOut(pending, cancelled);
        if (leftOut.isEmpty()) {
          return false;
        }
        if (leftOut.get().isEmpty()) {
          contention.pauseAfter(++attempts);
        }
        pending.removeAll(leftOut.get());
      }
    }
    return false;
  }

  private void request(List<Part> pending) {
    client.transactWriteItems(
        TransactWriteItemsRequest.builder()
            .transactItems(pending.stream().map(Part::item).toList())
            .build());
  }

  /**
   * The parts to leave out of the next request; none if the same one may do the next time, empty if
   * none will.
   */
  private static Optional<List<Part>> leftOut(
      List<Part> pending, TransactionCanceledException cancelled) {
    List<CancellationReason> reasons = cancelled.cancellationReasons();
    List<Part> leftOut = new ArrayList<>();
    for (int i = 0; i < pending.size(); i++) {
      CancellationReason reason = reasons.get(i);
      if (reason.code().equals(CONDITION_FAILED)) {
        if (!pending.get(i).isPassedOver(reason)) {
          return Optional.empty();
        }
        leftOut.add(pending.get(i));
      } else if (!reason.code().equals(NOT_TO_BLAME) && !PASSING.contains(reason.code())) {
        throw cancelled;
      }
    }
    return Optional.of(leftOut);
  }

  private Transaction add(Change change, OnFailure onFailure) {
    Update update = change.inTransaction();
    return add(
        List.of(update.tableName(), update.key()),
        TransactWriteItem.builder().update(update).build(),
        onFailure);
  }

  private Transaction add(Object key, TransactWriteItem item, OnFailure onFailure) {
    contradictory |= !keys.add(key);
    parts.add(new Part(item, onFailure));
    return this;
  }
}
