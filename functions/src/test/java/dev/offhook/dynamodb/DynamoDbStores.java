package dev.offhook.dynamodb;

import dev.offhook.contracts.Stores;
import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.FrameRate;
import dev.offhook.signaling.Calls;
import dev.offhook.signaling.Mailbox;
import dev.offhook.signaling.Rooms;
import dev.offhook.signaling.Sessions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The stores on DynamoDB Local, in tables that are made once with the stores' own keys. */
public final class DynamoDbStores implements Stores {

  public static final Duration CALLS_KEPT = Duration.ofDays(30);

  private static final String RUN = UUID.randomUUID().toString();
  static final String SESSIONS = table("Sessions", SessionItem.KEY);
  static final String CALLS = table("Calls", CallItem.KEY);
  static final String ROOMS = table("Rooms", RoomItem.KEY);
  static final String MAILBOX = mailboxTable();

  private final DynamoDbClient client;
  private final Sessions sessions;
  private final Calls calls;
  private final Rooms rooms;
  private final Mailbox mailbox;

  public DynamoDbStores(
      DynamoDbClient client, FrameRate rate, Duration resumeWindow, InstantSource clock) {
    this.client = client;
    this.sessions = new DynamoDbSessions(client, SESSIONS, rate, resumeWindow);
    this.mailbox = new DynamoDbMailbox(client, MAILBOX);
    this.calls = new DynamoDbCalls(client, CALLS, SESSIONS, CALLS_KEPT);
    this.rooms = new DynamoDbRooms(client, ROOMS, SESSIONS, clock);
  }

  @Override
  public Sessions sessions() {
    return sessions;
  }

  @Override
  public Calls calls() {
    return calls;
  }

  @Override
  public Mailbox mailbox() {
    return mailbox;
  }

  @Override
  public Rooms rooms() {
    return rooms;
  }

  @Override
  public void delete(SessionId id) {
    delete(SESSIONS, SessionItem.KEY, id.value());
  }

  @Override
  public void delete(RoomName name) {
    delete(ROOMS, RoomItem.KEY, name.value());
  }

  private void delete(String table, String keyName, String keyValue) {
    client.deleteItem(d -> d.tableName(table).key(Map.of(keyName, Attributes.text(keyValue))));
  }

  private static String table(String kind, String keyName) {
    return create(
        kind,
        List.of(key(keyName, KeyType.HASH)),
        List.of(attribute(keyName, ScalarAttributeType.S)));
  }

  private static String mailboxTable() {
    return create(
        "Mailbox",
        List.of(key(MailItem.KEY, KeyType.HASH), key(MailItem.SORT_KEY, KeyType.RANGE)),
        List.of(
            attribute(MailItem.KEY, ScalarAttributeType.S),
            attribute(MailItem.SORT_KEY, ScalarAttributeType.N)));
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  private static String create(
      String kind, List<KeySchemaElement> keys, List<AttributeDefinition> attributes) {
    String name = kind + "-" + RUN;
    try (DynamoDbClient client = DynamoDbLocal.client()) {
      client.createTable(
          CreateTableRequest.builder()
              .tableName(name)
              .billingMode(BillingMode.PAY_PER_REQUEST)
              .keySchema(keys)
              .attributeDefinitions(attributes)
              .build());
      client.waiter().waitUntilTableExists(d -> d.tableName(name));
    }
    return name;
  }
}
