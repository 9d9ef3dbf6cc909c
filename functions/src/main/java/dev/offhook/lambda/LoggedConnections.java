package dev.offhook.lambda;

import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.signaling.Connections;

/**
 * Connections that log one line for each post that found its connection gone. A filter in {@code
 * template.yaml} counts the lines by {@link #GONE}, for an alarm.
 */
record LoggedConnections(Connections connections, InvocationLog log) implements Connections {

  static final String GONE = "connection-gone";

  @Override
  public Posted post(ConnectionId connection, String frame) {
    Posted posted = connections.post(connection, frame);
    if (posted == Posted.GONE) {
      log.write(LogLevel.INFO, GONE, line -> line.put("connectionId", connection.value()));
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
