package dev.offhook.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offhook.fakes.TestClock;
import dev.offhook.session.SigningKey;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;

class SecretSigningKeysTest {

  private static final String KEY = "k".repeat(64);
  private static final Duration KEPT = Duration.ofMinutes(5);

  private final TestClock clock = new TestClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final FakeSecret secret = new FakeSecret();
  private final SecretSigningKeys keys = keys();

  private SecretSigningKeys keys() {
    return new SecretSigningKeys(secret, FakeSecret.ARN, KEPT, clock);
  }

  /** Makes a version with a key, which is not in use yet. */
  private void create(String kid) {
    String createdAt = clock.instant().toString();
    secret.add(
        "v-" + kid,
        "{\"kid\":\"%s\",\"key\":\"%s\",\"createdAt\":\"%s\"}".formatted(kid, KEY, createdAt));
    secret.label("AWSPENDING", "v-" + kid);
  }

  private void use(String kid) {
    secret.label("AWSCURRENT", "v-" + kid);
  }

  private void rotateTo(String kid) {
    create(kid);
    use(kid);
  }

  @Test
  void theKeyIsReadWhenItIsFirstNeeded() {
    assertThat(secret.reads()).isZero();

    assertThat(keys.current()).isEqualTo(new SigningKey("1", KEY));
    assertThat(keys.find("1")).contains(new SigningKey("1", KEY));
    assertThat(secret.reads()).isEqualTo(1);
  }

  @Test
  void theKeyIsReadAgainWhenItWasKeptLongEnough() {
    keys.current();
    clock.advance(KEPT.minusMillis(1));
    keys.current();
    assertThat(secret.reads()).isEqualTo(1);

    clock.advance(Duration.ofMillis(1));
    keys.current();
    assertThat(secret.reads()).isEqualTo(2);
  }

  @Test
  void theKeyBeforeARotationGoesOnBeingAccepted() {
    rotateTo("2");

    assertThat(keys.find("2")).isPresent();
    assertThat(keys.find("1")).isPresent();
    assertThat(keys().find("1")).isPresent();
  }

  @Test
  void aKeyIsAcceptedFromItsCreationOn() {
    keys.current();
    create("2");

    assertThat(keys.find("2")).isPresent();
    use("2");
    assertThat(keys.find("2")).isPresent();
    assertThat(keys.find("1")).isPresent();
  }

  @Test
  void theSecondRotationEndsAKeyAsSoonAsKeysAreReadAgain() {
    rotateTo("2");
    assertThat(keys.find("1")).isPresent();
    rotateTo("3");
    clock.advance(KEPT);

    assertThat(keys.find("1")).isEmpty();
    assertThat(keys.find("2")).isPresent();
    assertThat(keys.find("3")).isPresent();
  }

  @Test
  void tokensOfInventedKeysCostThreeRequestsInTenSeconds() {
    keys.current();
    for (int i = 0; i < 1000; i++) {
      assertThat(keys.find("invented-" + i)).isEmpty();
    }
    // The current key was read just now, so that the other two are asked for alone.
    assertThat(secret.reads()).isEqualTo(1 + 2);

    clock.advance(KEPT.dividedBy(30).minusMillis(1));
    assertThat(keys.find("invented")).isEmpty();
    assertThat(secret.reads()).isEqualTo(1 + 2);
    clock.advance(Duration.ofMillis(1));
    assertThat(keys.find("invented")).isEmpty();
    assertThat(secret.reads()).isEqualTo(1 + 2 + 3);
  }

  /**
   * Both sides at all their worst moments: a verifier that is busy with invented key ids, and a
   * signer that signs from the first moment on that it may.
   */
  @Test
  void noTokenIsRefusedThroughARotationThoughInventedKeysComeAllTheTime() {
    for (int offset = 0; offset < 12; offset++) {
      SecretSigningKeys verifier = keys();
      String kid = "next-" + offset;
      verifier.find("invented");
      clock.advance(Duration.ofSeconds(offset));
      create(kid);
      for (int second = 0; second < 40; second++) {
        if (second == offset % 5) {
          use(kid);
        }
        verifier.find("invented");
        assertThat(verifier.find(keys().current().kid()))
            .as("offset %s, second %s", offset, second)
            .isPresent();
        clock.advance(Duration.ofSeconds(1));
      }
      assertThat(keys().current().kid()).isEqualTo(kid);
    }
  }

  @Test
  void aNewKeySignsWhenEveryVerifierMayHaveSeenIt() {
    rotateTo("2");
    assertThat(keys.current().kid()).isEqualTo("1");
    clock.advance(KEPT.dividedBy(20).minusMillis(1));
    assertThat(keys.current().kid()).isEqualTo("1");

    clock.advance(Duration.ofMillis(1));
    assertThat(keys.current().kid()).isEqualTo("2");
  }

  @Test
  void aNewKeyWithoutOneBeforeSignsAtOnce() {
    FakeSecret fresh = new FakeSecret();
    fresh.add(
        "v-1",
        "{\"kid\":\"7\",\"key\":\"%s\",\"createdAt\":\"%s\"}".formatted(KEY, clock.instant()));

    assertThat(new SecretSigningKeys(fresh, FakeSecret.ARN, KEPT, clock).current().kid())
        .isEqualTo("7");
  }

  @Test
  void aKeyThatWasReadGoesOnWhileSecretsManagerIsAwayAndIsReadAgainSoon() {
    rotateTo("2");
    clock.advance(Duration.ofMinutes(1));
    assertThat(keys.find("1")).isPresent();
    int before = secret.reads();
    secret.setAway(true);
    clock.advance(KEPT);

    assertThat(keys.current().kid()).isEqualTo("2");
    assertThat(keys.find("1")).isPresent();
    assertThat(keys.find("invented")).isEmpty();
    assertThat(keys.find("invented")).isEmpty();
    assertThat(secret.reads()).isLessThanOrEqualTo(before + 2);
    secret.setAway(false);
    rotateTo("3");
    clock.advance(Duration.ofSeconds(15));
    assertThat(keys.current().kid()).isEqualTo("3");
  }

  @Test
  void withoutAnyKeyAnAbsentSecretsManagerIsAFault() {
    secret.setAway(true);

    assertThatThrownBy(keys::current).isInstanceOf(SdkException.class);
  }

  @Test
  void membersItDoesNotKnowAreNoMatter() {
    secret.add("v-1", "{\"kid\":\"1\",\"key\":\"" + KEY + "\",\"other\":{}}");

    assertThat(keys.current().kid()).isEqualTo("1");
  }

  @Test
  void aSecretThatHoldsNoKeyIsAFaultThatDoesNotTellIt() {
    secret.add("v-1", "{\"password\":\"hunter2\"}");

    assertThatThrownBy(keys::current)
        .isInstanceOf(IllegalStateException.class)
        .message()
        .doesNotContain("hunter2");
  }
}
