package dev.offhook.dynamodb;

import dev.offhook.protocol.SessionId;
import dev.offhook.session.Ticket;
import dev.offhook.session.TokenCheck.Claims;
import dev.offhook.signaling.Tickets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/** The tickets in DynamoDB: an item each, which is gone once it is used. */
public final class DynamoDbTickets implements Tickets {

  static final String KEY = "ticketHash";
  static final String TTL = "forgottenAt";
  private static final String SESSION_ID = "sessionId";
  private static final String DISPLAY_NAME = "displayName";
  private static final String TOKEN_EXPIRES_AT = "tokenExpiresAt";
  private static final String EXPIRES_AT = "expiresAt";

  private final DynamoDbClient client;
  private final String table;

  public DynamoDbTickets(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  @Override
  public void put(Ticket ticket, Claims claims, Instant expiresAt) {
    client.putItem(
        PutItemRequest.builder()
            .tableName(table)
            .item(
                Map.of(
                    KEY, Attributes.text(ticket.hash()),
                    SESSION_ID, Attributes.text(claims.sessionId().value()),
                    DISPLAY_NAME, Attributes.text(claims.displayName()),
                    TOKEN_EXPIRES_AT, Attributes.millis(claims.expiresAt()),
                    EXPIRES_AT, Attributes.millis(expiresAt),
                    TTL, Attributes.seconds(expiresAt.plusSeconds(1))))
            .build());
  }

  /**
   * {@inheritDoc} A repetition by the SDK finds the ticket used: then nobody gets in by it, and
   * another one is a request away.
   */
  @Override
  public Optional<Claims> take(Ticket ticket, Instant now) {
    try {
      return Optional.of(read(client.deleteItem(taking(ticket, now)).attributes()));
    } catch (ConditionalCheckFailedException usedOrExpired) {
      return Optional.empty();
    }
  }

  private DeleteItemRequest taking(Ticket ticket, Instant now) {
    return DeleteItemRequest.builder()
        .tableName(table)
        .key(Map.of(KEY, Attributes.text(ticket.hash())))
        .conditionExpression("attribute_exists(#key) AND #expiresAt > :now")
        .expressionAttributeNames(Map.of("#key", KEY, "#expiresAt", EXPIRES_AT))
        .expressionAttributeValues(Map.of(":now", Attributes.millis(now)))
        .returnValues(ReturnValue.ALL_OLD)
        .build();
  }

  private static Claims read(Map<String, AttributeValue> item) {
    return new Claims(
        new SessionId(Attributes.requiredText(item, SESSION_ID)),
        Attributes.requiredText(item, DISPLAY_NAME),
        Attributes.requiredMillis(item, TOKEN_EXPIRES_AT));
  }
}
