package dev.offhook.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offhook.fakes.TestClock;
import dev.offhook.secrets.KeyRotation.Step;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyRotationTest {

  private static final String NEXT = "11111111-2222-3333-4444-555555555555";

  private final TestClock clock = new TestClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final FakeSecret secret = new FakeSecret();
  private final KeyRotation rotation =
      new KeyRotation(secret, FakeSecret.ARN, new SecureRandom(), clock);

  private void take(Step... steps) {
    Arrays.stream(steps).forEach(step -> rotation.take(step, FakeSecret.ARN, NEXT));
  }

  private StoredKey made() {
    return secret.value(NEXT).flatMap(StoredKey::read).orElseThrow();
  }

  @Test
  void allStepsPutANewKeyInUse() {
    secret.beginRotation(NEXT);

    take(Step.values());

    assertThat(secret.labelled("AWSCURRENT")).contains(NEXT);
    assertThat(secret.labelled("AWSPREVIOUS")).contains("v-1");
    SecretSigningKeys keys =
        new SecretSigningKeys(secret, FakeSecret.ARN, Duration.ofMinutes(5), clock);
    assertThat(keys.find(NEXT)).isPresent();
    assertThat(keys.find("1")).isPresent();
  }

  @Test
  void aKeyHas64RandomCharactersItsVersionForAnIdAndTheTimeItWasMade() {
    secret.beginRotation(NEXT);

    take(Step.CREATE);

    assertThat(made().key().kid()).isEqualTo(NEXT);
    assertThat(made().key().secret()).matches("[A-Za-z0-9_-]{64}").isNotEqualTo("k".repeat(64));
    assertThat(made().createdAt()).contains(clock.instant());
  }

  @Test
  void nothingIsInUseBeforeTheLastStep() {
    secret.beginRotation(NEXT);

    take(Step.CREATE, Step.SET, Step.TEST);

    assertThat(secret.labelled("AWSCURRENT")).contains("v-1");
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void aStepThatIsTakenAgainChangesNothing(Step again) {
    secret.beginRotation(NEXT);
    for (Step step : Step.values()) {
      take(step);
      if (step == again) {
        take(step);
      }
    }
    StoredKey made = made();

    take(again);

    assertThat(made()).isEqualTo(made);
    assertThat(secret.labelled("AWSCURRENT")).contains(NEXT);
    assertThat(secret.labelled("AWSPREVIOUS")).contains("v-1");
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void aVersionThatIsNotUnderWayIsRefused(Step step) {
    assertThatThrownBy(() -> take(step)).isInstanceOf(IllegalStateException.class);

    assertThat(secret.value(NEXT)).isEmpty();
    assertThat(secret.labelled("AWSCURRENT")).contains("v-1");
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void anotherSecretIsRefused(Step step) {
    secret.beginRotation(NEXT);

    assertThatThrownBy(() -> rotation.take(step, "arn:other", NEXT))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aVersionWithoutAGoodKeyIsNotPutInUseAndNotTold() {
    secret.beginRotation(NEXT);
    for (String value :
        List.of("hunter2", "{\"kid\":\"other\",\"key\":\"" + "x".repeat(64) + "\"}")) {
      secret.add(NEXT, value);
      for (Step step : List.of(Step.TEST, Step.FINISH)) {
        assertThatThrownBy(() -> take(step))
            .isInstanceOf(IllegalStateException.class)
            .message()
            .doesNotContain("hunter2", "xxxx");
      }
    }
    assertThat(secret.labelled("AWSCURRENT")).contains("v-1");
  }

  @Test
  void stepsHaveTheNamesThatSecretsManagerHas() {
    assertThat(Step.of("createSecret")).contains(Step.CREATE);
    assertThat(Step.of("setSecret")).contains(Step.SET);
    assertThat(Step.of("testSecret")).contains(Step.TEST);
    assertThat(Step.of("finishSecret")).contains(Step.FINISH);
    assertThat(Step.of("other")).isEqualTo(Optional.empty());
  }
}
