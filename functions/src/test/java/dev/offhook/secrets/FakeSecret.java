package dev.offhook.secrets;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageResponse;

/** Secrets Manager with one secret, whose first version is {@code v-1} with the key id 1. */
public final class FakeSecret implements SecretsManagerClient {

  public static final String ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:signing";

  private final Map<String, String> values = new HashMap<>();
  private final Map<String, String> idsByLabel = new HashMap<>();
  private final Set<String> ids = new HashSet<>();
  private int reads;
  private boolean away;

  public FakeSecret() {
    add("v-1", "{\"kid\":\"1\",\"key\":\"" + "k".repeat(64) + "\"}");
    label("AWSCURRENT", "v-1");
  }

  /** How often a value was asked for. */
  int reads() {
    return reads;
  }

  /** From now on it answers, or doesn't. */
  void setAway(boolean isAway) {
    this.away = isAway;
  }

  /** The version with that label. */
  Optional<String> labelled(String label) {
    return Optional.ofNullable(idsByLabel.get(label));
  }

  Optional<String> value(String id) {
    return Optional.ofNullable(values.get(id));
  }

  void add(String id, String value) {
    ids.add(id);
    values.put(id, value);
  }

  /** Puts a label on a version, as a finished rotation does. */
  void label(String label, String id) {
    String before = idsByLabel.put(label, id);
    if (label.equals("AWSCURRENT") && before != null) {
      idsByLabel.put("AWSPREVIOUS", before);
    }
  }

  /** Begins a rotation, as {@code RotateSecret} does: there is a version, and nothing in it. */
  public void beginRotation(String id) {
    ids.add(id);
    label("AWSPENDING", id);
  }

  @Override
  public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
    reads++;
    if (away) {
      throw SdkClientException.create("away");
    }
    String stage = Optional.ofNullable(request.versionStage()).orElse("AWSCURRENT");
    String id = request.versionId() == null ? idsByLabel.get(stage) : request.versionId();
    String value = id == null ? null : values.get(id);
    if (value == null) {
      throw ResourceNotFoundException.builder().message("no such version").build();
    }
    return GetSecretValueResponse.builder().versionId(id).secretString(value).build();
  }

  @Override
  public DescribeSecretResponse describeSecret(DescribeSecretRequest request) {
    Map<String, List<String>> labels =
        idsByLabel.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getValue,
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    return DescribeSecretResponse.builder().versionIdsToStages(labels).build();
  }

  @Override
  public PutSecretValueResponse putSecretValue(PutSecretValueRequest request) {
    if (values.containsKey(request.clientRequestToken())) {
      throw new AssertionError("a version is made once");
    }
    add(request.clientRequestToken(), request.secretString());
    request.versionStages().forEach(label -> label(label, request.clientRequestToken()));
    return PutSecretValueResponse.builder().build();
  }

  @Override
  public UpdateSecretVersionStageResponse updateSecretVersionStage(
      UpdateSecretVersionStageRequest request) {
    if (!request.removeFromVersionId().equals(idsByLabel.get(request.versionStage()))) {
      throw new AssertionError("a label is taken from the version that has it");
    }
    label(request.versionStage(), request.moveToVersionId());
    return UpdateSecretVersionStageResponse.builder().build();
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
