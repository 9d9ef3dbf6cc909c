package dev.offhook.secrets;

import dev.offhook.protocol.SessionId;
import dev.offhook.session.GuestTokens;
import dev.offhook.session.SigningKey;
import dev.offhook.session.SigningKeys;
import dev.offhook.session.TokenCheck;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The rotation of the signing key, in the steps in which Secrets Manager asks for it. Each may be
 * asked for again, and then does nothing that is done.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html">Rotation
 *     by Lambda function</a>
 */
public final class KeyRotation {

  /** A step, by the name that Secrets Manager has for it. */
  public enum Step {
    /** Makes a key. */
    CREATE("createSecret"),
    /** Tells it to those who check it: nobody, for they read it in the secret. */
    SET("setSecret"),
    /** Sees whether tokens can be signed with it. */
    TEST("testSecret"),
    /** Puts it in use. */
    FINISH("finishSecret");

    private final String wireName;

    Step(String wireName) {
      this.wireName = wireName;
    }

    /** The step of that name. */
    public static Optional<Step> of(String wireName) {
      for (Step step : values()) {
        if (step.wireName.equals(wireName)) {
          return Optional.of(step);
        }
      }
      return Optional.empty();
    }
  }

  /** More bits than HMAC-SHA256 makes use of. */
  private static final int KEY_BYTES = 48;

  private final SecretVersions versions;
  private final RandomGenerator random;
  private final InstantSource clock;

  /** Takes the secret, and a source that nobody can guess. */
  public KeyRotation(
      SecretsManagerClient client, String secretArn, RandomGenerator random, InstantSource clock) {
    this.versions = new SecretVersions(client, secretArn);
    this.random = random;
    this.clock = clock;
  }

  /**
   * Takes a step.
   *
   * @param version the id of the version that is to be put in use; it becomes the key's id
   * @throws IllegalStateException if there is no rotation to that version under way
   */
  public void take(Step step, String secretArn, String version) {
    if (!secretArn.equals(versions.secretArn())) {
      throw new IllegalStateException("not the secret of this stack");
    }
    Map<String, String> ids = versions.idsByLabel();
    if (version.equals(ids.get(SecretVersions.CURRENT))) {
      return;
    }
    if (!version.equals(ids.get(SecretVersions.PENDING))) {
      throw new IllegalStateException("no rotation to that version is under way");
    }
    switch (step) {
      case CREATE -> create(version);
      case SET -> {}
      case TEST -> test(pending(version));
      case FINISH -> finish(version, Optional.ofNullable(ids.get(SecretVersions.CURRENT)));
    }
  }

  private void create(String version) {
    if (versions.version(version).isEmpty()) {
      byte[] bytes = new byte[KEY_BYTES];
      random.nextBytes(bytes);
      String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      SigningKey key = new SigningKey(version, secret);
      versions.put(version, new StoredKey(key, Optional.of(clock.instant())));
    }
  }

  private void test(SigningKey key) {
    GuestTokens tokens =
        new GuestTokens("rotation", "rotation", Duration.ofMinutes(1), new OneKey(key));
    String token =
        tokens.issue(new SessionId("rotation"), "rotation", "rotation", clock.instant()).token();
    if (!(tokens.check(token, clock.instant()) instanceof TokenCheck.Valid)) {
      throw new IllegalStateException("the new key signs nothing that it verifies");
    }
  }

  private void finish(String version, Optional<String> before) {
    pending(version);
    versions.use(
        version,
        before.orElseThrow(() -> new IllegalStateException("the secret has no current version")));
  }

  private SigningKey pending(String version) {
    return versions
        .version(version)
        .map(StoredKey::key)
        .filter(key -> key.kid().equals(version))
        .orElseThrow(() -> new IllegalStateException("the new version holds no key"));
  }

  private record OneKey(SigningKey key) implements SigningKeys {
    @Override
    public SigningKey current() {
      return key;
    }

    @Override
    public Optional<SigningKey> find(String kid) {
      return Optional.of(key).filter(one -> one.kid().equals(kid));
    }
  }
}
