package dev.offhook.local.aws;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.StackStartException;
import dev.offhook.local.json.Json;
import dev.offhook.local.template.TableResource;
import dev.offhook.local.template.TableResource.Index;
import dev.offhook.local.template.TableResource.KeyElement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.dynamodb.services.exceptions.DynamoDBLocalServiceException;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * DynamoDB Local in this JVM, in memory, with the template's tables.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.html">DynamoDB
 *     Local</a>
 */
final class DynamoDb implements AutoCloseable {
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

  private final LocalDynamoDBServerHandler handler;
  private final DynamoDbService service;
  private final ThreadGroup threads;

  private DynamoDb(LocalDynamoDBServerHandler handler, ThreadGroup threads) {
    this.handler = handler;
    this.service = new DynamoDbService(handler);
    this.threads = threads;
  }

  /**
   * Starts it with these tables. Its own launcher is passed by, because that listens on every
   * interface, prints, and sets up telemetry.
   */
  static DynamoDb start(List<TableResource> tables) {
    ThreadGroup threads = new ThreadGroup("dynamodb");
    // It hands on its group, by which its threads are ended, and that no JVM waits for them.
    try (ExecutorService starter =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().group(threads).daemon().name("dynamodb-start").factory())) {
      return CompletableFuture.supplyAsync(() -> start(tables, threads), starter).join();
    }
  }

  private static DynamoDb start(List<TableResource> tables, ThreadGroup threads) {
    DynamoDb dynamoDb = new DynamoDb(handler(), threads);
    try {
      AwsClient client = new AwsClient(dynamoDb.service);
      tables.forEach(table -> create(table, client));
      return dynamoDb;
    } catch (RuntimeException e) {
      dynamoDb.close();
      throw e;
    }
  }

  /** In memory, one database for all access keys and regions, no waiting for table states. */
  private static LocalDynamoDBServerHandler handler() {
    try {
      LocalDynamoDBRequestHandler requests =
          new LocalDynamoDBRequestHandler(0, true, null, true, false);
      CallersThreadQueue.install(requests);
      return new LocalDynamoDBServerHandler(requests, null);
    } catch (DynamoDBLocalServiceException e) {
      throw new StackStartException("DynamoDB Local does not start: " + e.getMessage(), e);
    }
  }

  /** What answers requests. */
  AwsService service() {
    return service;
  }

  /** Makes a table, with its indexes and its time to live. */
  private static void create(TableResource table, AwsClient client) {
    ObjectNode request = Json.object().put("TableName", table.tableName());
    request.put("BillingMode", "PAY_PER_REQUEST");
    ArrayNode attributes = request.putArray("AttributeDefinitions");
    table
        .attributeTypes()
        .forEach(
            (name, type) ->
                attributes.addObject().put("AttributeName", name).put("AttributeType", type));
    addKey(request, table.key());
    if (!table.indexes().isEmpty()) {
      ArrayNode indexes = request.putArray("GlobalSecondaryIndexes");
      table.indexes().forEach(index -> addIndex(indexes.addObject(), index));
    }
    client.call("DynamoDB_20120810.CreateTable", request);
    table.timeToLive().ifPresent(attribute -> expire(table.tableName(), attribute, client));
  }

  /** Ends it, and its deletions of expired items, which sleep for seconds between two rounds. */
  @Override
  public void close() {
    try {
      handler.close();
      threads.interrupt();
      Thread[] left = new Thread[threads.activeCount()];
      int count = threads.enumerate(left);
      for (int i = 0; i < count; i++) {
        left[i].join(STOP_TIMEOUT);
      }
    } catch (Exception e) {
      throw new IllegalStateException("DynamoDB Local does not stop", e);
    }
  }

  private static void expire(String table, String attribute, AwsClient client) {
    ObjectNode request = Json.object().put("TableName", table);
    request
        .putObject("TimeToLiveSpecification")
        .put("Enabled", true)
        .put("AttributeName", attribute);
    client.call("DynamoDB_20120810.UpdateTimeToLive", request);
  }

  private static void addIndex(ObjectNode request, Index index) {
    request.put("IndexName", index.name());
    addKey(request, index.key());
    ObjectNode projection = request.putObject("Projection");
    projection.put("ProjectionType", index.projectionType());
    if (!index.projected().isEmpty()) {
      ArrayNode attributes = projection.putArray("NonKeyAttributes");
      index.projected().forEach(attributes::add);
    }
  }

  private static void addKey(ObjectNode request, List<KeyElement> key) {
    ArrayNode schema = request.putArray("KeySchema");
    for (KeyElement element : key) {
      schema
          .addObject()
          .put("AttributeName", element.attribute())
          .put("KeyType", element.keyType());
    }
  }
}
