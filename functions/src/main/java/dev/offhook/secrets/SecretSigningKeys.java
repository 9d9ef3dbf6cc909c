package dev.offhook.secrets;

import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.JsonText;
import dev.offhook.session.SigningKey;
import dev.offhook.session.SigningKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The signing key as a secret: {@code {"kid": ..., "key": ...}}. It is read when it is first needed
 * and kept for minutes; a token with another key id makes it read again, but not at once.
 */
public final class SecretSigningKeys implements SigningKeys {

  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final Duration BETWEEN_READS = Duration.ofSeconds(10);

  private final SecretsManagerClient client;
  private final String secretArn;
  private final InstantSource clock;
  private @Nullable Loaded loaded;

  private record Loaded(SigningKey key, Instant at) {}

  public SecretSigningKeys(SecretsManagerClient client, String secretArn, InstantSource clock) {
    this.client = client;
    this.secretArn = secretArn;
    this.clock = clock;
  }

  @Override
  public SigningKey current() {
    return youngerThan(KEPT);
  }

  @Override
  public Optional<SigningKey> find(String kid) {
    SigningKey key = youngerThan(KEPT);
    if (!key.kid().equals(kid)) {
      key = youngerThan(BETWEEN_READS);
    }
    return key.kid().equals(kid) ? Optional.of(key) : Optional.empty();
  }

  private synchronized SigningKey youngerThan(Duration age) {
    Loaded held = loaded;
    Instant now = clock.instant();
    if (held == null) {
      held = new Loaded(read(), now);
    } else if (!held.at().plus(age).isAfter(now)) {
      held = readAgain(held.key(), now);
    }
    loaded = held;
    return held.key();
  }

  /** A key that was good goes on being so while Secrets Manager can't be reached. */
  private Loaded readAgain(SigningKey held, Instant now) {
    try {
      return new Loaded(read(), now);
    } catch (SdkException unreachable) {
      return new Loaded(held, now.minus(KEPT).plus(BETWEEN_READS));
    }
  }

  private SigningKey read() {
    String text = client.getSecretValue(request -> request.secretId(secretArn)).secretString();
    JsonObject secret =
        Optional.ofNullable(text)
            .flatMap(JsonText::readObject)
            .orElseThrow(() -> new IllegalStateException("the signing secret is not JSON"));
    return new SigningKey(member(secret, "kid"), member(secret, "key"));
  }

  private static String member(JsonObject secret, String name) {
    return secret
        .text(name)
        .orElseThrow(() -> new IllegalStateException("the signing secret has no " + name));
  }
}
