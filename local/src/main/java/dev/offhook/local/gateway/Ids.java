package dev.offhook.local.gateway;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Makes ids that look like the gateway's: 88 random bits in URL-safe Base64, 16 characters with the
 * padding.
 */
final class Ids {
  private final RandomGenerator random;

  Ids() {
    this(new SecureRandom());
  }

  Ids(RandomGenerator random) {
    this.random = random;
  }

  ConnectionId connection() {
    return new ConnectionId(next());
  }

  /** An id of a request or a message. */
  String next() {
    return Base64.getUrlEncoder().encodeToString(bytes(11));
  }

  /** A value of {@code X-Amzn-Trace-Id} for a request that starts at some time. */
  String trace(long epochSecond) {
    return "Root=1-%08x-%s".formatted(epochSecond, HexFormat.of().formatHex(bytes(12)));
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
