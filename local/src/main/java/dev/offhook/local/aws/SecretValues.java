package dev.offhook.local.aws;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.aws.Secret.Version;
import dev.offhook.local.json.Json;
import dev.offhook.local.template.SecretResource;
import dev.offhook.local.template.SecretResource.Source.Generated;
import dev.offhook.local.template.SecretResource.Source.Given;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The document that keeps generated secrets: by ARN, the versions, and the recipe that the first
 * one was made by. A secret whose recipe has changed gets a new value, as in CloudFormation.
 */
final class SecretValues {
  private static final String VERSIONS = "versions";

  private final SecretGenerator generator = new SecretGenerator();
  private final InstantSource clock;
  private final ObjectNode document;
  private boolean isChanged;

  SecretValues(ObjectNode document, InstantSource clock) {
    this.document = document;
    this.clock = clock;
  }

  /** Whether values were made that the document did not have before. */
  boolean isChanged() {
    return isChanged;
  }

  byte[] bytes() {
    return Json.bytes(document);
  }

  Secret get(SecretResource resource) {
    return switch (resource.source()) {
      case Given given ->
          Secret.of(
              resource.arn(), resource.name(), given.value(), version(resource), Instant.EPOCH);
      case Generated recipe -> generated(resource, recipe);
    };
  }

  private Secret generated(SecretResource resource, Generated recipe) {
    JsonNode kept = document.path(resource.arn());
    if (kept.path("recipe").asText().equals(recipe.toString()) && kept.has(VERSIONS)) {
      List<Version> versions =
          kept.path(VERSIONS).valueStream().map(SecretValues::readVersion).toList();
      return new Secret(resource.arn(), resource.name(), versions);
    }
    Secret made =
        Secret.of(
            resource.arn(),
            resource.name(),
            generator.generate(recipe),
            UUID.randomUUID().toString(),
            clock.instant());
    document.set(resource.arn(), Json.object().put("recipe", recipe.toString()));
    put(made);
    return made;
  }

  /** Takes the versions of a secret over that was generated. */
  void put(Secret secret) {
    if (document.path(secret.arn()) instanceof ObjectNode kept) {
      ArrayNode versions = kept.putArray(VERSIONS);
      secret.versions().forEach(version -> versions.add(written(version)));
      isChanged = true;
    }
  }

  private static ObjectNode written(Version version) {
    ObjectNode written =
        Json.object().put("id", version.id()).put("createdAt", version.createdAt().toString());
    version.value().ifPresent(value -> written.put("value", value));
    version.stages().forEach(written.putArray("stages")::add);
    return written;
  }

  private static Version readVersion(JsonNode version) {
    return new Version(
        version.path("id").asText(),
        Optional.ofNullable(version.path("value").textValue()),
        Instant.parse(version.path("createdAt").asText()),
        version.path("stages").valueStream().map(JsonNode::asText).collect(toSet()));
  }

  private static String version(SecretResource resource) {
    return UUID.nameUUIDFromBytes(resource.arn().getBytes(StandardCharsets.UTF_8)).toString();
  }
}
