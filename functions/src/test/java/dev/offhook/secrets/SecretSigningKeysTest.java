package dev.offhook.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offhook.fakes.TestClock;
import dev.offhook.session.SigningKey;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

class SecretSigningKeysTest {

  private static final String KEY = "k".repeat(64);

  private final TestClock clock = new TestClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final ChangingSecret secret = new ChangingSecret();
  private final SecretSigningKeys keys = new SecretSigningKeys(secret, "arn:secret", clock);

  @Test
  void theKeyIsReadWhenItIsFirstNeeded() {
    assertThat(secret.reads).isZero();

    assertThat(keys.current()).isEqualTo(new SigningKey("1", KEY));
    assertThat(keys.find("1")).contains(new SigningKey("1", KEY));
    assertThat(secret.reads).isEqualTo(1);
  }

  @Test
  void theKeyIsReadAgainWhenItIsFiveMinutesOld() {
    keys.current();
    clock.advance(Duration.ofMillis(299_999));
    keys.current();
    assertThat(secret.reads).isEqualTo(1);

    clock.advance(Duration.ofMillis(1));
    keys.current();
    assertThat(secret.reads).isEqualTo(2);
  }

  @Test
  void aTokenWithAnotherKeyMakesItReadAgainButNotTwiceInTenSeconds() {
    keys.current();
    secret.value = "{\"kid\":\"2\",\"key\":\"" + KEY + "\"}";

    assertThat(keys.find("2")).isEmpty();
    assertThat(secret.reads).isEqualTo(1);
    clock.advance(Duration.ofSeconds(10));
    assertThat(keys.find("2")).isPresent();
    assertThat(keys.find("3")).isEmpty();
    assertThat(secret.reads).isEqualTo(2);
  }

  @Test
  void aKeyThatWasReadGoesOnWhileSecretsManagerIsAwayAndIsReadAgainSoon() {
    keys.current();
    secret.away = true;
    clock.advance(Duration.ofMinutes(6));

    assertThat(keys.current().kid()).isEqualTo("1");
    assertThat(keys.current().kid()).isEqualTo("1");
    assertThat(secret.reads).isEqualTo(2);
    secret.away = false;
    secret.value = "{\"kid\":\"2\",\"key\":\"" + KEY + "\"}";
    clock.advance(Duration.ofSeconds(10));
    assertThat(keys.current().kid()).isEqualTo("2");
  }

  @Test
  void withoutAnyKeyAnAbsentSecretsManagerIsAFault() {
    secret.away = true;

    assertThatThrownBy(keys::current).isInstanceOf(SdkException.class);
  }

  @Test
  void membersItDoesNotKnowAreNoMatter() {
    secret.value = "{\"kid\":\"1\",\"key\":\"" + KEY + "\",\"previous\":{}}";

    assertThat(keys.current().kid()).isEqualTo("1");
  }

  @Test
  void aSecretThatHoldsNoKeyIsAFaultThatDoesNotTellIt() {
    secret.value = "{\"password\":\"hunter2\"}";

    assertThatThrownBy(keys::current)
        .isInstanceOf(IllegalStateException.class)
        .message()
        .doesNotContain("hunter2");
  }

  private static final class ChangingSecret implements SecretsManagerClient {

    private String value = "{\"kid\":\"1\",\"key\":\"" + KEY + "\"}";
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
