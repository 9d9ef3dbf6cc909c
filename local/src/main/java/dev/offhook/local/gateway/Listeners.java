package dev.offhook.local.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;

/** Takes one port on several addresses of this machine, all or none. */
final class Listeners {
  /** This machine to itself. Browsers try its IPv6 address, too, so both are listened on. */
  static final String LOCALHOST = "localhost";

  private static final int PORT_ATTEMPTS = 10;

  /** AWS takes a request line and headers of 10,240 bytes together. */
  private static final int HEADER_BYTES = 10_240;

  /** Long enough for an authorizer and an integration, one after the other. */
  private static final int SILENCE_MILLIS = 120_000;

  private Listeners() {}

  static int open(Server server, String host, int port) {
    List<InetAddress> addresses = addresses(host);
    for (int attempt = 1; ; attempt++) {
      try {
        int taken = port;
        for (InetAddress address : addresses) {
          taken = listen(server, address, taken);
        }
        return taken;
      } catch (IOException e) {
        close(server);
        RuntimeException refusal = refusal(host, port, e);
        if (port != 0 || attempt == PORT_ATTEMPTS) {
          throw refusal;
        }
      }
    }
  }

  private static RuntimeException refusal(String host, int port, IOException e) {
    String system =
        String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    if (system.contains("assign")) {
      return new IllegalArgumentException(host + " is not an address of this machine", e);
    }
    return system.contains("in use")
        ? new PortInUseException(port, e)
        : new IllegalArgumentException("port " + port + " cannot be opened: " + system, e);
  }

  private static List<InetAddress> addresses(String host) {
    try {
      if (!host.equals(LOCALHOST)) {
        return List.of(InetAddress.getAllByName(host));
      }
      InetAddress four = InetAddress.ofLiteral("127.0.0.1");
      InetAddress six = InetAddress.ofLiteral("::1");
      boolean hasSix = NetworkInterface.getByInetAddress(six) != null;
      return hasSix ? List.of(four, six) : List.of(four);
    } catch (UnknownHostException | SocketException e) {
      throw new IllegalArgumentException(host + " is not an address of this machine", e);
    }
  }

  private static int listen(Server server, InetAddress address, int port) throws IOException {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    ServerConnector connector =
        new ServerConnector(server, null, null, null, 0, 1, new HttpConnectionFactory(http));
    connector.setHost(address.getHostAddress());
    connector.setPort(port);
    connector.setIdleTimeout(SILENCE_MILLIS);
    server.addConnector(connector);
    connector.open();
    return connector.getLocalPort();
  }

  /** Gives the port back, also where the server never started. */
  static void close(Server server) {
    for (Connector connector : server.getConnectors()) {
      if (connector.getTransport() instanceof Closeable channel) {
        IO.close(channel);
      }
      server.removeConnector(connector);
    }
  }
}
