package dev.offhook.signaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offhook.session.ClientAddress;
import dev.offhook.session.Rate.Decision;
import dev.offhook.session.SigningKeys;
import dev.offhook.signaling.Counters.Counter;
import dev.offhook.signaling.Counters.Kind;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What one address may do. Addresses are counted by a keyed hash (HMAC-SHA256, RFC 2104): of four
 * billion addresses a plain one is soon found again. The key is that of the tokens; when it is
 * rotated, counting begins anew.
 */
public final class AddressLimits {

  private static final String ALGORITHM = "HmacSHA256";

  /** Keeps these hashes apart from signatures of tokens, which sign no colon. */
  private static final String PURPOSE = "address:";

  private final Counters counters;
  private final Supplier<SigningKeys> keys;
  private final Allowances allowances;
  private final InstantSource clock;

  public AddressLimits(
      Counters counters, Supplier<SigningKeys> keys, Allowances allowances, InstantSource clock) {
    this.counters = counters;
    this.keys = keys;
    this.allowances = allowances;
    this.clock = clock;
  }

  /**
   * Counts one more from there.
   *
   * @return how long to wait, if there were too many
   */
  Optional<Duration> count(Kind kind, ClientAddress address) {
    Counter counter = new Counter(kind, hash(address));
    return switch (counters.take(counter, allowances.of(kind), clock.instant())) {
      case Decision.Taken _ -> Optional.empty();
      case Decision.Refused refused -> Optional.of(refused.retryAfter());
    };
  }

  private String hash(ClientAddress address) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(keys.get().current().secret().getBytes(UTF_8), ALGORITHM));
      byte[] hash = mac.doFinal((PURPOSE + address.network()).getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
    }
  }
}
