package dev.offhook.local.gateway;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Makes ids that look like the gateway's: 11 random bytes in URL-safe Base64, 16 characters with
 * the padding, of which the first is a letter. One that began with a hyphen would be an option to
 * the AWS CLI: {@code --connection-id -3oK...}.
 */
final class Ids {
  /** Base64 writes the first six bits as a letter where they are below 32. */
  private static final int LETTER_FIRST = 0x7F;

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
    byte[] bytes = bytes(11);
    bytes[0] &= LETTER_FIRST;
    return Base64.getUrlEncoder().encodeToString(bytes);
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
