package dev.offhook.lambda;

import dev.offhook.json.Json;
import dev.offhook.json.JsonText;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.signaling.Connections;
import java.util.function.Consumer;

/**
 * Connections that log one line for each post that found its connection gone. A filter in {@code
 * template.yaml} counts the lines by {@link #GONE}, for an alarm.
 */
record LoggedConnections(Connections connections, Consumer<String> log) implements Connections {

  static final String GONE = "connection-gone";

  @Override
  public Posted post(ConnectionId connection, String frame) {
    Posted posted = connections.post(connection, frame);
    if (posted == Posted.GONE) {
      log.accept(
          JsonText.write(
              Json.object()
                  .put("level", "INFO")
                  .put("event", GONE)
                  .put("connectionId", connection.value())
                  .build()));
    }
    return posted;
  }

  @Override
  public boolean isLive(ConnectionId connection) {
    return connections.isLive(connection);
  }

  @Override
  public void close(ConnectionId connection) {
    connections.close(connection);
  }
}
