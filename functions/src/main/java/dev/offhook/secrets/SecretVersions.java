package dev.offhook.secrets;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * The versions of the signing secret, by the labels that Secrets Manager gives them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html#term_version">Secret
 *     versions</a>
 */
record SecretVersions(SecretsManagerClient client, String secretArn) {

  /** The version that is in use. */
  static final String CURRENT = "AWSCURRENT";

  /** The one that was in use before. */
  static final String PREVIOUS = "AWSPREVIOUS";

  /** The one that a rotation is about to put in use; the label may stay on it. */
  static final String PENDING = "AWSPENDING";

  /** The key of the version with that label; empty if there is none. */
  Optional<StoredKey> labelled(String label) {
    return read(GetSecretValueRequest.builder().secretId(secretArn).versionStage(label).build());
  }

  /** The key of that version; empty if it has none yet. */
  Optional<StoredKey> version(String id) {
    return read(GetSecretValueRequest.builder().secretId(secretArn).versionId(id).build());
  }

  private Optional<StoredKey> read(GetSecretValueRequest request) {
    try {
      return Optional.ofNullable(client.getSecretValue(request).secretString())
          .flatMap(StoredKey::read);
    } catch (ResourceNotFoundException noVersion) {
      return Optional.empty();
    }
  }

  /** Keeps a key as a version that is not in use yet. */
  void put(String id, StoredKey key) {
    client.putSecretValue(
        request ->
            request
                .secretId(secretArn)
                .clientRequestToken(id)
                .secretString(key.write())
                .versionStages(PENDING));
  }

  /** Which version has which label. */
  Map<String, String> idsByLabel() {
    return client
        .describeSecret(request -> request.secretId(secretArn))
        .versionIdsToStages()
        .entrySet()
        .stream()
        .flatMap(
            version -> version.getValue().stream().map(label -> Map.entry(label, version.getKey())))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Puts a version in use; the one that was becomes the previous one by that. */
  void use(String id, String before) {
    client.updateSecretVersionStage(
        request ->
            request
                .secretId(secretArn)
                .versionStage(CURRENT)
                .moveToVersionId(id)
                .removeFromVersionId(before));
  }
}
