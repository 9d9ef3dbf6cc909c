package dev.offhook.secrets;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The text of a secret: read when it is first needed and kept for five minutes. While Secrets
 * Manager can't be reached, what was read before goes on being so; nobody asks again at once.
 */
public final class SecretText implements Supplier<Optional<String>> {

  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final Duration BETWEEN_FAILURES = Duration.ofSeconds(10);

  private final SecretsManagerClient client;
  private final String secretArn;
  private final InstantSource clock;
  private Optional<String> text = Optional.empty();
  private Instant readAgain = Instant.MIN;

  public SecretText(SecretsManagerClient client, String secretArn, InstantSource clock) {
    this.client = client;
    this.secretArn = secretArn;
    this.clock = clock;
  }

  /** The text; empty if it could never be read. */
  @Override
  public synchronized Optional<String> get() {
    Instant now = clock.instant();
    if (!now.isBefore(readAgain)) {
      try {
        text =
            Optional.ofNullable(
                client.getSecretValue(request -> request.secretId(secretArn)).secretString());
        readAgain = now.plus(KEPT);
      } catch (SdkException unreachable) {
        readAgain = now.plus(BETWEEN_FAILURES);
      }
    }
    return text;
  }

  @Override
  public String toString() {
    return "SecretText";
  }
}
