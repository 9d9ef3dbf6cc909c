package dev.offhook.session;

import java.net.InetAddress;
import java.util.HexFormat;

/**
 * Where a request comes from, as limits see it: an IPv4 address, or the /64 of an IPv6 address,
 * which is the least that one subscriber has. Never printed.
 *
 * @param network in hexadecimal
 */
public record ClientAddress(String network) {

  /** Of whom no address is known: they are counted as one. */
  public static final ClientAddress UNKNOWN = new ClientAddress("unknown");

  private static final int BYTES_OF_A_SUBSCRIBER = 8;

  /** Reads an address as API Gateway tells it, never a name. */
  public static ClientAddress of(String sourceIp) {
    try {
      byte[] address = InetAddress.ofLiteral(sourceIp).getAddress();
      int length = Math.min(address.length, BYTES_OF_A_SUBSCRIBER);
      return new ClientAddress(HexFormat.of().formatHex(address, 0, length));
    } catch (IllegalArgumentException notAnAddress) {
      return UNKNOWN;
    }
  }

  @Override
  public String toString() {
    return "ClientAddress";
  }
}
