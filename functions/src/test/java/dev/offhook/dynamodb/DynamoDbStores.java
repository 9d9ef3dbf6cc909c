package dev.offhook.dynamodb;

import dev.offhook.contracts.Stores;
import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Rate;
import dev.offhook.signaling.Calls;
import dev.offhook.signaling.Counters;
import dev.offhook.signaling.Mailbox;
import dev.offhook.signaling.Rooms;
import dev.offhook.signaling.Sessions;
import dev.offhook.signaling.Tickets;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The stores on any DynamoDB, in tables that are made once for each with the stores' own keys. */
public final class DynamoDbStores implements Stores {

  public static final Duration CALLS_KEPT = Duration.ofDays(30);

  private static final String RUN = UUID.randomUUID().toString();
  static final String SESSIONS = "Sessions-" + RUN;
  static final String CALLS = "Calls-" + RUN;
  static final String ROOMS = "Rooms-" + RUN;
  static final String MAILBOX = "Mailbox-" + RUN;
  static final String TICKETS = "Tickets-" + RUN;
  static final String LIMITS = "Limits-" + RUN;
  private static final Set<URI> PREPARED = new HashSet<>();

  private final DynamoDbClient client;
  private final Sessions sessions;
  private final Calls calls;
  private final Rooms rooms;
  private final Mailbox mailbox;
  private final Tickets tickets;
  private final Counters counters;

  public DynamoDbStores(
      DynamoDbClient client, Rate rate, Duration resumeWindow, InstantSource clock) {
    this.client = client;
    prepare(client);
    this.sessions = new DynamoDbSessions(client, SESSIONS, rate, resumeWindow);
    this.counters = new DynamoDbCounters(client, LIMITS);
    this.tickets = new DynamoDbTickets(client, TICKETS);
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
  public Tickets tickets() {
    return tickets;
  }

  @Override
  public Counters counters() {
    return counters;
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

  private static synchronized void prepare(DynamoDbClient client) {
    URI endpoint = client.serviceClientConfiguration().endpointOverride().orElseThrow();
    if (PREPARED.add(endpoint)) {
      create(client, SESSIONS, key(SessionItem.KEY, KeyType.HASH));
      create(client, CALLS, key(CallItem.KEY, KeyType.HASH));
      create(client, ROOMS, key(RoomItem.KEY, KeyType.HASH));
      create(client, LIMITS, key(DynamoDbCounters.KEY, KeyType.HASH));
      create(client, TICKETS, key(DynamoDbTickets.KEY, KeyType.HASH));
      create(
          client, MAILBOX, key(MailItem.KEY, KeyType.HASH), key(MailItem.SORT_KEY, KeyType.RANGE));
    }
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  /** Makes a table; what items are sorted by is a number. */
  private static void create(DynamoDbClient client, String name, KeySchemaElement... keys) {
    client.createTable(
        CreateTableRequest.builder()
            .tableName(name)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .keySchema(keys)
            .attributeDefinitions(Arrays.stream(keys).map(DynamoDbStores::attribute).toList())
            .build());
    client.waiter().waitUntilTableExists(d -> d.tableName(name));
  }

  private static AttributeDefinition attribute(KeySchemaElement key) {
    return AttributeDefinition.builder()
        .attributeName(key.attributeName())
        .attributeType(
            key.keyType() == KeyType.HASH ? ScalarAttributeType.S : ScalarAttributeType.N)
        .build();
  }
}
