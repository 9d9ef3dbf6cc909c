package dev.offhook.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.fakes.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

class SecretTextTest {

  private final TestClock clock = new TestClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final OneSecret secret = new OneSecret();
  private final SecretText text = new SecretText(secret, "arn:secret", clock);

  @Test
  void theTextIsReadWhenItIsFirstNeededAndAgainAfterFiveMinutes() {
    assertThat(secret.reads).isZero();
    assertThat(text.get()).contains("first");
    secret.value = "second";
    clock.advance(Duration.ofMillis(299_999));
    assertThat(text.get()).contains("first");
    clock.advance(Duration.ofMillis(1));
    assertThat(text.get()).contains("second");
    assertThat(secret.reads).isEqualTo(2);
  }

  @Test
  void whatWasReadGoesOnWhileSecretsManagerIsAwayAndIsReadAgainSoon() {
    text.get();
    secret.away = true;
    clock.advance(Duration.ofMinutes(5));
    assertThat(text.get()).contains("first");
    secret.away = false;
    secret.value = "second";
    clock.advance(Duration.ofMillis(9_999));
    assertThat(text.get()).contains("first");
    clock.advance(Duration.ofMillis(1));
    assertThat(text.get()).contains("second");
  }

  @Test
  void whatCouldNeverBeReadIsAbsentAndNotAskedForAtEachUse() {
    secret.away = true;
    assertThat(text.get()).isEmpty();
    assertThat(text.get()).isEmpty();
    assertThat(secret.reads).isEqualTo(1);
  }

  @Test
  void itIsNotPrinted() {
    text.get();
    assertThat(text.toString()).doesNotContain("first");
  }

  private static final class OneSecret implements SecretsManagerClient {

    private String value = "first";
    private int reads;
    private boolean away;

    @Override
    public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
      reads++;
      if (away) {
        throw SdkClientException.create("away");
      }
      return GetSecretValueResponse.builder().secretString(value).build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
