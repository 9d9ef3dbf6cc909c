package dev.offhook.local.aws;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.StackStartException;
import dev.offhook.local.json.Json;
import dev.offhook.local.template.TableResource;
import dev.offhook.local.template.TableResource.Index;
import dev.offhook.local.template.TableResource.KeyElement;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
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
  private static final int THREADS = 32;
  private static final int IDLE_MILLIS = 60_000;

  /** Longer than clients keep a connection for another request: never closed under their hands. */
  private static final int SILENCE_MILLIS = 300_000;

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

  private final Server server;
  private final LocalDynamoDBServerHandler handler;
  private final ThreadGroup threads;
  private final URI address;

  private DynamoDb(
      Server server, LocalDynamoDBServerHandler handler, ThreadGroup threads, URI address) {
    this.server = server;
    this.handler = handler;
    this.threads = threads;
    this.address = address;
  }

  /**
   * Starts it on a free port of the loopback interface; it has no tables yet. Its own launcher is
   * passed by, because that listens on every interface, prints, and sets up telemetry.
   */
  static DynamoDb start() {
    ThreadGroup threads = new ThreadGroup("dynamodb");
    QueuedThreadPool pool = new QueuedThreadPool(THREADS, 2, IDLE_MILLIS, 0, null, threads);
    pool.setName("dynamodb");
    pool.setDaemon(true);
    Server server = new Server(pool);
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    connector.setIdleTimeout(SILENCE_MILLIS);
    server.addConnector(connector);
    try {
      // In memory, one database for all access keys and regions, no waiting for table states.
      LocalDynamoDBServerHandler handler =
          new LocalDynamoDBServerHandler(
              new LocalDynamoDBRequestHandler(0, true, null, true, false), null);
      server.setHandler(new ContextHandler(handler, "/"));
      server.start();
      URI address = URI.create("http://127.0.0.1:" + connector.getLocalPort());
      return new DynamoDb(server, handler, threads, address);
    } catch (Exception e) {
      throw new StackStartException("DynamoDB Local does not start: " + e.getMessage(), e);
    }
  }

  /** Where it answers. */
  URI address() {
    return address;
  }

  /** Makes a table, with its indexes and its time to live. */
  static void create(TableResource table, AwsClient client) {
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
      server.stop();
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
