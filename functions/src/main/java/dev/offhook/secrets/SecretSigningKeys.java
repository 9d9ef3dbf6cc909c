package dev.offhook.secrets;

import dev.offhook.session.SigningKey;
import dev.offhook.session.SigningKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The signing keys in Secrets Manager. The current one signs; accepted are also the previous one
 * and the one that a rotation is about to put in use.
 *
 * <p>The current key is read when one is first needed, and again when it was kept long enough. A
 * token of another key id has all of them read: once after each of these readings, and else thirty
 * times as often at most. So any number of tokens with invented key ids costs a few requests.
 *
 * <p>No token is refused because a verifier may not look for its key yet: a key can be found from
 * its creation on, and signs nothing before every verifier may have looked since then.
 */
public final class SecretSigningKeys implements SigningKeys {

  private static final int SEARCHES = 30;
  private static final int SIGNS_AFTER = 20;

  private final SecretVersions versions;
  private final InstantSource clock;
  private final Duration kept;
  private final Duration betweenSearches;
  private final Duration signsAfter;
  private @Nullable StoredKey held;
  private Optional<SigningKey> previous = Optional.empty();
  private Optional<SigningKey> pending = Optional.empty();
  private Instant readAt = Instant.MIN;
  private Instant searchedAt = Instant.MIN;

  /**
   * Takes the secret and for how long a key is kept that was read.
   *
   * @param kept so long a key is accepted after it was rotated out
   */
  public SecretSigningKeys(
      SecretsManagerClient client, String secretArn, Duration kept, InstantSource clock) {
    this.versions = new SecretVersions(client, secretArn);
    this.clock = clock;
    this.kept = kept;
    this.betweenSearches = kept.dividedBy(SEARCHES);
    this.signsAfter = kept.dividedBy(SIGNS_AFTER);
  }

  @Override
  public synchronized SigningKey current() {
    Instant now = clock.instant();
    StoredKey current = current(now);
    if (!current.createdAt().map(at -> at.plus(signsAfter).isAfter(now)).orElse(false)) {
      return current.key();
    }
    searchIfDue(now);
    return previous.orElse(current.key());
  }

  @Override
  public synchronized Optional<SigningKey> find(String kid) {
    Instant now = clock.instant();
    SigningKey current = current(now).key();
    if (current.kid().equals(kid)) {
      return Optional.of(current);
    }
    if (known(kid).isEmpty() || searchedAt.isBefore(readAt)) {
      searchIfDue(now);
    }
    return known(kid);
  }

  private Optional<SigningKey> known(String kid) {
    return Stream.of(Optional.ofNullable(held).map(StoredKey::key), previous, pending)
        .flatMap(Optional::stream)
        .filter(key -> key.kid().equals(kid))
        .findFirst();
  }

  private StoredKey current(Instant now) {
    StoredKey key = held;
    if (key == null) {
      key = readCurrent(now);
    } else if (!readAt.plus(kept).isAfter(now)) {
      key = readAgain(key, now);
    }
    held = key;
    return key;
  }

  private StoredKey readCurrent(Instant now) {
    StoredKey key =
        versions
            .labelled(SecretVersions.CURRENT)
            .orElseThrow(() -> new IllegalStateException("the signing secret holds no key"));
    readAt = now;
    return key;
  }

  /** A key that was good goes on being so while Secrets Manager can't be reached. */
  private StoredKey readAgain(StoredKey key, Instant now) {
    try {
      return readCurrent(now);
    } catch (SdkException unreachable) {
      readAt = now.minus(kept).plus(betweenSearches);
      return key;
    }
  }

  /** Reads all keys, if they were not since the current one was read, or not for long enough. */
  private void searchIfDue(Instant now) {
    if (searchedAt.isBefore(readAt) || !searchedAt.plus(betweenSearches).isAfter(now)) {
      searchedAt = now;
      try {
        search(now);
      } catch (SdkException unreachable) {
        // What was known stays known, until it can be read again.
      }
    }
  }

  /** The coming one first: so it is missed in no place, though it be put in use meanwhile. */
  private void search(Instant now) {
    Optional<StoredKey> coming = versions.labelled(SecretVersions.PENDING);
    if (readAt.isBefore(now)) {
      held = readCurrent(now);
    }
    previous = versions.labelled(SecretVersions.PREVIOUS).map(StoredKey::key);
    pending = coming.map(StoredKey::key);
  }
}
