package dev.offhook.local.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.aws.Secret.Version;
import dev.offhook.local.json.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * AWS Secrets Manager with the template's secrets: reading them, and what a rotation needs.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html">Its
 *     operations</a>
 */
final class Secrets implements AwsService {
  private final InstantSource clock;
  private final Consumer<Secret> save;
  private final Map<String, Secret> secrets = new HashMap<>();
  private final Map<String, SecretRotation> rotations = new HashMap<>();
  private final Map<String, Instant> rotatedAt = new HashMap<>();
  private final Set<String> rotating = new HashSet<>();

  /**
   * @param save is given each secret that has changed
   */
  Secrets(List<Secret> secrets, InstantSource clock, Consumer<Secret> save) {
    this.clock = clock;
    this.save = save;
    secrets.forEach(secret -> this.secrets.put(secret.arn(), secret));
  }

  /** Names who rotates a secret. */
  synchronized void rotate(String arn, SecretRotation rotation) {
    rotations.put(arn, rotation);
  }

  @Override
  public AwsResponse call(AwsRequest request) {
    Optional<ObjectNode> body = Json.readObject(request.body());
    if (body.isEmpty()) {
      return AwsResponse.error(400, "SerializationException", "the request is not a JSON object");
    }
    return switch (request.operation()) {
      case "GetSecretValue" -> on(body.get(), this::value);
      case "DescribeSecret" -> on(body.get(), this::description);
      case "PutSecretValue" -> on(body.get(), this::putValue);
      case "UpdateSecretVersionStage" -> on(body.get(), this::moveStage);
      case "RotateSecret" -> on(body.get(), this::rotate);
      case String other ->
          AwsResponse.error(
              400,
              "UnknownOperationException",
              other + " of Secrets Manager is not part of the local stack");
    };
  }

  private interface Operation {
    AwsResponse apply(Secret secret, ObjectNode request);
  }

  private synchronized AwsResponse on(ObjectNode request, Operation operation) {
    String id = request.path("SecretId").asText("");
    if (id.isEmpty()) {
      return invalid("SecretId is missing");
    }
    return secrets.values().stream()
        .filter(secret -> secret.arn().equals(id) || secret.name().equals(id))
        .findAny()
        .map(secret -> operation.apply(secret, request))
        .orElseGet(() -> notFound("Secrets Manager can't find the specified secret."));
  }

  private AwsResponse value(Secret secret, ObjectNode request) {
    String id = request.path("VersionId").asText("");
    String stage = request.path("VersionStage").asText(id.isEmpty() ? Secret.CURRENT : "");
    Optional<Version> found = id.isEmpty() ? secret.labelled(stage) : secret.version(id);
    return found
        .filter(version -> stage.isEmpty() || version.has(stage))
        .filter(version -> version.value().isPresent())
        .map(version -> value(secret, version))
        .orElseGet(
            () ->
                notFound(
                    "Secrets Manager can't find the specified secret value for "
                        + (id.isEmpty() ? "staging label: " + stage : "VersionId: " + id)));
  }

  private static AwsResponse value(Secret secret, Version version) {
    ObjectNode answer =
        names(secret)
            .put("VersionId", version.id())
            .put("SecretString", version.value().orElseThrow())
            .put("CreatedDate", version.createdAt().toEpochMilli() / 1000.0);
    version.stages().stream().sorted().forEach(answer.putArray("VersionStages")::add);
    return AwsResponse.json(200, answer);
  }

  private AwsResponse description(Secret secret, ObjectNode request) {
    ObjectNode answer = names(secret).put("RotationEnabled", rotations.containsKey(secret.arn()));
    Optional.ofNullable(rotatedAt.get(secret.arn()))
        .ifPresent(at -> answer.put("LastRotatedDate", at.toEpochMilli() / 1000.0));
    ObjectNode stages = answer.putObject("VersionIdsToStages");
    for (Version version : secret.versions()) {
      version.stages().stream().sorted().forEach(stages.putArray(version.id())::add);
    }
    return AwsResponse.json(200, answer);
  }

  private AwsResponse putValue(Secret secret, ObjectNode request) {
    String id = request.path("ClientRequestToken").asText(UUID.randomUUID().toString());
    String value = request.path("SecretString").asText("");
    if (value.isEmpty()) {
      return invalid("SecretString is missing");
    }
    Optional<String> there = secret.version(id).flatMap(Version::value);
    if (there.isPresent() && !there.get().equals(value)) {
      return AwsResponse.error(
          400,
          "ResourceExistsException",
          "You can't use ClientRequestToken " + id + " because that value is already in use");
    }
    Set<String> stages =
        request
            .path("VersionStages")
            .valueStream()
            .map(each -> each.asText())
            .collect(Collectors.toSet());
    Secret changed = secret.with(new Version(id, Optional.of(value), clock.instant(), Set.of()));
    for (String stage : stages.isEmpty() ? Set.of(Secret.CURRENT) : stages) {
      changed = changed.moved(stage, id);
    }
    keep(changed);
    return AwsResponse.json(200, names(secret).put("VersionId", id));
  }

  private AwsResponse moveStage(Secret secret, ObjectNode request) {
    String stage = request.path("VersionStage").asText("");
    String to = request.path("MoveToVersionId").asText("");
    String from = request.path("RemoveFromVersionId").asText("");
    String holder = secret.labelled(stage).map(Version::id).orElse("");
    if (stage.isEmpty() || secret.version(to).isEmpty()) {
      return invalid("VersionStage or MoveToVersionId is missing or unknown");
    }
    if (!holder.equals(to) && !holder.equals(from)) {
      return invalid(
          "Staging label %s is currently attached to version %s, so you must explicitly reference that version in RemoveFromVersionId."
              .formatted(stage, holder));
    }
    keep(secret.moved(stage, to));
    return AwsResponse.json(200, names(secret));
  }

  /** Begins a rotation, or one again that failed. */
  private AwsResponse rotate(Secret secret, ObjectNode request) {
    SecretRotation rotation = rotations.get(secret.arn());
    if (rotation == null) {
      return AwsResponse.error(
          400,
          "InvalidRequestException",
          "No Lambda rotation function ARN is associated with this secret.");
    }
    if (!rotating.add(secret.arn())) {
      return AwsResponse.error(
          400, "InvalidRequestException", "A previous rotation isn't complete.");
    }
    String id =
        secret
            .labelled(Secret.PENDING)
            .filter(version -> !version.has(Secret.CURRENT))
            .map(Version::id)
            .orElseGet(() -> request.path("ClientRequestToken").asText(newId()));
    if (secret.version(id).isEmpty()) {
      Version empty = new Version(id, Optional.empty(), clock.instant(), Set.of());
      keep(secret.with(empty).moved(Secret.PENDING, id));
    }
    Thread.ofVirtual().name("rotation").start(() -> rotate(secret.arn(), rotation, id));
    return AwsResponse.json(200, names(secret).put("VersionId", id));
  }

  private void rotate(String arn, SecretRotation rotation, String versionId) {
    boolean done = false;
    try {
      done = rotation.run(arn, versionId);
    } finally {
      ended(arn, done);
    }
  }

  private synchronized void ended(String arn, boolean done) {
    rotating.remove(arn);
    if (done) {
      rotatedAt.put(arn, clock.instant());
    }
  }

  private void keep(Secret changed) {
    secrets.put(changed.arn(), changed);
    save.accept(changed);
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }

  private static ObjectNode names(Secret secret) {
    return Json.object().put("ARN", secret.arn()).put("Name", secret.name());
  }

  private static AwsResponse invalid(String message) {
    return AwsResponse.error(400, "InvalidParameterException", message);
  }

  private static AwsResponse notFound(String message) {
    return AwsResponse.error(400, "ResourceNotFoundException", message);
  }
}
