package dev.offhook.local.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * AWS Secrets Manager with the template's secrets, for reading.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html">GetSecretValue</a>
 */
final class Secrets implements AwsService {
  private static final String CURRENT = "AWSCURRENT";

  private final List<Secret> secrets;

  Secrets(List<Secret> secrets) {
    this.secrets = List.copyOf(secrets);
  }

  @Override
  public AwsResponse call(AwsRequest request) {
    if (!request.operation().equals("GetSecretValue")) {
      return AwsResponse.error(
          400,
          "UnknownOperationException",
          request.operation() + " of Secrets Manager is not part of the local stack");
    }
    Optional<ObjectNode> body = Json.readObject(request.body());
    if (body.isEmpty()) {
      return AwsResponse.error(400, "SerializationException", "the request is not a JSON object");
    }
    String id = body.get().path("SecretId").asText("");
    if (id.isEmpty()) {
      return AwsResponse.error(400, "InvalidParameterException", "SecretId is missing");
    }
    return secrets.stream()
        .filter(secret -> secret.arn().equals(id) || secret.name().equals(id))
        .findAny()
        .map(secret -> value(secret, body.get()))
        .orElseGet(() -> notFound("Secrets Manager can't find the specified secret."));
  }

  private static AwsResponse value(Secret secret, ObjectNode request) {
    String version = request.path("VersionId").asText(secret.versionId());
    String stage = request.path("VersionStage").asText(CURRENT);
    if (!version.equals(secret.versionId())) {
      return notFound(
          "Secrets Manager can't find the specified secret value for VersionId: " + version);
    }
    if (!stage.equals(CURRENT)) {
      return notFound(
          "Secrets Manager can't find the specified secret value for staging label: " + stage);
    }
    ObjectNode answer =
        Json.object()
            .put("ARN", secret.arn())
            .put("Name", secret.name())
            .put("VersionId", secret.versionId())
            .put("SecretString", secret.value())
            .put("CreatedDate", secret.createdAt().toEpochMilli() / 1000.0);
    answer.putArray("VersionStages").add(CURRENT);
    return AwsResponse.json(200, answer);
  }

  private static AwsResponse notFound(String message) {
    return AwsResponse.error(400, "ResourceNotFoundException", message);
  }
}
