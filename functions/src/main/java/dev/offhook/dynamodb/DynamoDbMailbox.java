package dev.offhook.dynamodb;

import static dev.offhook.dynamodb.Attributes.number;
import static dev.offhook.dynamodb.Attributes.text;

import dev.offhook.protocol.SessionId;
import dev.offhook.session.Mail;
import dev.offhook.signaling.Mailbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The mailboxes in DynamoDB: an item for each place. */
public final class DynamoDbMailbox implements Mailbox {

  /** How many items one BatchWriteItem may write. */
  private static final int BATCH = 25;

  private final DynamoDbClient client;
  private final String table;
  private final Contention contention;

  public DynamoDbMailbox(DynamoDbClient client, String table) {
    this(client, table, Contention.sleeping());
  }

  DynamoDbMailbox(DynamoDbClient client, String table, Contention contention) {
    this.client = client;
    this.table = table;
    this.contention = contention;
  }

  /** {@inheritDoc} A repetition by the SDK finds the frame there already, and is content. */
  @Override
  public boolean put(SessionId session, long place, String frame, Instant now) {
    return fill(
        PutItemRequest.builder()
            .tableName(table)
            .item(MailItem.write(session, place, Optional.of(frame), now))
            .conditionExpression("attribute_not_exists(#key) OR #frame = :frame")
            .expressionAttributeNames(Map.of("#key", MailItem.KEY, "#frame", MailItem.FRAME))
            .expressionAttributeValues(Map.of(":frame", text(frame))));
  }

  @Override
  public boolean giveUp(SessionId session, long place, Instant now) {
    return fill(
        PutItemRequest.builder()
            .tableName(table)
            .item(MailItem.write(session, place, Optional.empty(), now))
            .conditionExpression("attribute_not_exists(#key) OR attribute_not_exists(#frame)")
            .expressionAttributeNames(Map.of("#key", MailItem.KEY, "#frame", MailItem.FRAME)));
  }

  private boolean fill(PutItemRequest.Builder request) {
    try {
      client.putItem(request.build());
      return true;
    } catch (ConditionalCheckFailedException taken) {
      return false;
    }
  }

  /** {@inheritDoc} One request: a mail has less than the 1 MB that a query returns at once. */
  @Override
  public List<Letter> read(SessionId session, Mail mail) {
    QueryRequest request =
        QueryRequest.builder()
            .tableName(table)
            .consistentRead(true)
            .keyConditionExpression("#key = :session AND #place BETWEEN :first AND :last")
            .expressionAttributeNames(Map.of("#key", MailItem.KEY, "#place", MailItem.SORT_KEY))
            .expressionAttributeValues(
                Map.of(
                    ":session", text(session.value()),
                    ":first", number(mail.first()),
                    ":last", number(mail.end() - 1)))
            .build();
    return client.query(request).items().stream().map(MailItem::read).toList();
  }

  @Override
  public void delete(SessionId session, Mail mail) {
    List<WriteRequest> pending =
        new ArrayList<>(
            LongStream.range(mail.first(), mail.end())
                .mapToObj(place -> deletion(MailItem.key(session, place)))
                .toList());
    while (!pending.isEmpty()) {
      List<WriteRequest> batch = pending.subList(0, Math.min(BATCH, pending.size()));
      write(List.copyOf(batch));
      batch.clear();
    }
  }

  private void write(List<WriteRequest> batch) {
    List<WriteRequest> pending = batch;
    for (int attempt = 1; !pending.isEmpty(); attempt++) {
      Map<String, List<WriteRequest>> requests = Map.of(table, pending);
      pending =
          client
              .batchWriteItem(BatchWriteItemRequest.builder().requestItems(requests).build())
              .unprocessedItems()
              .getOrDefault(table, List.of());
      if (!pending.isEmpty()) {
        if (attempt == Contention.MAX_ATTEMPTS) {
          // What is left is never read again, and its TTL deletes it.
          return;
        }
        contention.pauseAfter(attempt);
      }
    }
  }

  private static WriteRequest deletion(Map<String, AttributeValue> key) {
    return WriteRequest.builder().deleteRequest(DeleteRequest.builder().key(key).build()).build();
  }
}
