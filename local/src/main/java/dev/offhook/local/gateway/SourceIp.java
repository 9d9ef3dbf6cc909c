package dev.offhook.local.gateway;

import java.net.InetSocketAddress;
import org.eclipse.jetty.server.Request;

/** Where a request comes from, as events tell it: {@code 127.0.0.1}, {@code ::1}. */
final class SourceIp {
  private SourceIp() {}

  static String of(Request request) {
    return request.getConnectionMetaData().getRemoteSocketAddress()
            instanceof InetSocketAddress client
        ? shorten(client.getAddress().getHostAddress())
        : "";
  }

  /** Without the zone of an IPv6 address, and with its zeros drawn together. */
  static String shorten(String address) {
    return address.replaceFirst("%.*", "").replaceFirst("(?:^|:)0(?::0)+(?::|$)", "::");
  }
}
