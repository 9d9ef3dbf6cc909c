package dev.offhook.local.gateway;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * The open connections, and their lives: a connection can be posted to from when its {@code
 * $connect} has returned until either side closes it, and its end is told exactly once.
 */
final class Connections implements AutoCloseable {
  static final String GOING_AWAY = "Going away";
  static final String TOO_BIG = "Message too big";
  static final String ABNORMAL = "Connection closed abnormally";

  private final Map<ConnectionId, Life> open = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor timers;
  private final GatewayLimits limits;
  private final Wire wire;
  private final Receiver receiver;
  private volatile boolean closed;

  Connections(GatewayLimits limits, Wire wire, Receiver receiver) {
    this.limits = limits;
    this.wire = wire;
    this.receiver = receiver;
    this.timers =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("gateway-timers").daemon().factory());
    timers.setRemoveOnCancelPolicy(true);
    timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** What comes out of connections. Called on threads that must not be kept waiting. */
  interface Receiver {
    void message(Connection from, String text);

    void disconnected(Client client, int code, String reason);
  }

  /** An open connection and the timers that will end it. */
  private static final class Life {
    final Connection connection;
    private volatile @Nullable Future<?> idle;
    private volatile @Nullable Future<?> lifetime;

    Life(Connection connection) {
      this.connection = connection;
    }

    void cancelTimers() {
      for (Future<?> timer : Arrays.asList(idle, lifetime)) {
        if (timer != null) {
          timer.cancel(false);
        }
      }
    }
  }

  Optional<Connection> find(ConnectionId id) {
    return Optional.ofNullable(open.get(id)).map(life -> life.connection);
  }

  int count() {
    return open.size();
  }

  /** Closes a connection from this side; without effect on one that has ended. */
  void end(Connection connection, int code, String reason) {
    if (forget(connection)) {
      connection.close(code, reason);
      receiver.disconnected(connection.client(), code, reason);
    }
  }

  /**
   * Cuts a socket.
   *
   * @param isTold whether anybody is told, as API Gateway tells at best
   * @return false if it had ended already
   */
  boolean cut(Connection connection, boolean isTold) {
    if (!forget(connection)) {
      return false;
    }
    connection.cut();
    if (isTold) {
      receiver.disconnected(connection.client(), CloseStatus.NO_CLOSE, ABNORMAL);
    }
    return true;
  }

  /** A connection that opens when its handshake is through. */
  Connection create(Client client) {
    return new Connection(client, this, limits, wire);
  }

  /**
   * The handshake's answer did not reach the client: {@code $connect} ran, so {@code $disconnect}
   * does.
   */
  void lost(Connection connection) {
    receiver.disconnected(connection.client(), CloseStatus.NO_CLOSE, ABNORMAL);
  }

  void opened(Connection connection) {
    Life life = new Life(connection);
    open.put(connection.client().id(), life);
    life.idle = later(limits.idle(), () -> checkIdle(life));
    life.lifetime =
        later(limits.lifetime(), () -> end(connection, CloseStatus.SHUTDOWN, GOING_AWAY));
    if (closed) {
      abandon(connection);
    }
  }

  void received(Connection connection, String text) {
    receiver.message(connection, text);
  }

  /** The socket is closed, whoever began it. */
  void ended(Connection connection, int code, String reason) {
    if (forget(connection)) {
      receiver.disconnected(connection.client(), code, reason);
    }
  }

  /** Cuts a socket whose client does not answer a close frame. */
  void cutLater(Runnable cut) {
    var _ = later(limits.closeWait(), cut);
  }

  /** Says goodbye to everyone. The functions are not told: they go down too. */
  @Override
  public void close() {
    closed = true;
    open.values().forEach(life -> abandon(life.connection));
    timers.shutdownNow();
  }

  /** Runs something after a while, unless the gateway closes first. */
  private Future<?> later(Duration delay, Runnable action) {
    try {
      return timers.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(null);
    }
  }

  private void abandon(Connection connection) {
    if (forget(connection)) {
      connection.close(CloseStatus.SHUTDOWN, GOING_AWAY);
    }
  }

  private boolean forget(Connection connection) {
    Life life = open.remove(connection.client().id());
    if (life != null) {
      life.cancelTimers();
    }
    return life != null;
  }

  private void checkIdle(Life life) {
    Duration rest = limits.idle().minusNanos(life.connection.idleNanos());
    if (rest.isPositive()) {
      life.idle = later(rest, () -> checkIdle(life));
    } else {
      end(life.connection, CloseStatus.SHUTDOWN, GOING_AWAY);
    }
  }
}
