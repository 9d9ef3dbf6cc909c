package dev.offhook.local.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stand-in for Amazon API Gateway on one port: the WebSocket API at {@code /{stage}}, the
 * management API below it, and the HTTP API at {@code /}.
 *
 * <p>{@link #bind} takes the port, so that functions can be told it; {@link #serve} starts
 * answering. In between, clients wait. Safe for use by any number of threads.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final Server server;
  private final ExecutorService threads;
  private final int port;
  private volatile @Nullable Connections connections;

  private Gateway(Server server, ExecutorService threads, int port) {
    this.server = server;
    this.threads = threads;
    this.port = port;
  }

  /** Takes a port of this machine's own addresses, IPv4 and IPv6. */
  public static Gateway bind(int port) {
    return bind(Listeners.LOCALHOST, port);
  }

  /**
   * Takes a port.
   *
   * @param host an address of this machine, or {@code localhost} for its own on IPv4 and IPv6
   * @param port 0 for any that is free
   * @throws PortInUseException if another program has it
   * @throws IllegalArgumentException if {@code host} is not an address of this machine
   */
  public static Gateway bind(String host, int port) {
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("gateway-", 0).factory());
    QueuedThreadPool pool = new QueuedThreadPool(16, 4);
    pool.setName("gateway");
    pool.setDaemon(true);
    pool.setVirtualThreadsExecutor(threads);
    Server server = new Server(pool);
    try {
      return new Gateway(server, threads, Listeners.open(server, host, port));
    } catch (RuntimeException e) {
      Listeners.close(server);
      threads.close();
      throw e;
    }
  }

  /** The port that clients connect to. */
  public int port() {
    return port;
  }

  /** How many WebSockets are open. */
  public int openConnections() {
    Connections open = connections;
    return open == null ? 0 : open.count();
  }

  /**
   * Cuts the socket of a connection, as when its network fails.
   *
   * @param isTold whether {@code $disconnect} runs; API Gateway does not promise that it does
   * @return false if there is no such connection
   */
  public boolean cut(String connectionId, boolean isTold) {
    Connections open = connections;
    return open != null
        && ConnectionId.isWellFormed(connectionId)
        && open.find(new ConnectionId(connectionId))
            .map(connection -> open.cut(connection, isTold))
            .orElse(false);
  }

  /**
   * Starts answering.
   *
   * @throws IllegalStateException if it does already or is closed, or an extension does not start
   */
  public void serve(GatewayConfig config) {
    if (!server.isStopped() || threads.isShutdown()) {
      throw new IllegalStateException("the gateway serves already, or is closed");
    }
    Ids ids = new Ids();
    Invoker invoker = new Invoker(config.lambda(), threads);
    Throttles throttles = new Throttles(config.limits(), config.webSocketApi(), config.httpApi());
    WebSocketEvents events =
        new WebSocketEvents(config.webSocketApi(), config.account(), config.clock(), ids);
    Messages messages = new Messages(config, events, invoker, throttles, ids, threads);
    Connections sockets = new Connections(config.limits(), config.wire(), messages);
    connections = sockets;
    WebSocketComponents components =
        new WebSocketComponents(
            null, null, server.getByteBufferPool(), null, null, server.getThreadPool());
    server.addBean(components);
    Admission admission = new Admission(config, ids, events, invoker, throttles);
    List<Handler> handlers = new ArrayList<>();
    handlers.add(new WebSocketHandler(config, ids, admission, sockets, components));
    handlers.add(new ManagementHandler(config, ids, throttles, sockets));
    handlers.addAll(config.extensions());
    handlers.add(new HttpApiHandler(config, ids, invoker, throttles));
    server.setHandler(new FrontDoor(new Handler.Sequence(handlers)));
    start();
  }

  /** Says goodbye to every client, stops functions that still run, and gives the port back. */
  @Override
  public void close() {
    Connections open = connections;
    if (open != null) {
      open.close();
    }
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("the server did not stop in order: {}", e.getClass().getName());
    }
    Listeners.close(server);
    threads.shutdownNow();
  }

  private void start() {
    server.setErrorHandler(
        (request, response, callback) -> {
          int status = response.getStatus();
          Answer.message(status, HttpStatus.getMessage(status)).writeTo(response, callback);
          return true;
        });
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("the gateway does not start", e);
    }
  }
}
