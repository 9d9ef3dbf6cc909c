package dev.offhook.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.json.Json;
import dev.offhook.local.template.SecretResource;
import dev.offhook.local.template.SecretResource.Source.Generated;
import dev.offhook.local.template.SecretResource.Source.Given;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/**
 * The document that keeps generated secrets: by ARN, the value, its version, and the recipe that it
 * was made by. A secret whose recipe has changed gets a new value, as in CloudFormation.
 */
final class SecretValues {
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
          new Secret(
              resource.arn(), resource.name(), given.value(), version(resource), Instant.EPOCH);
      case Generated recipe -> generated(resource, recipe);
    };
  }

  private Secret generated(SecretResource resource, Generated recipe) {
    JsonNode kept = document.path(resource.arn());
    if (!kept.path("recipe").asText().equals(recipe.toString())) {
      kept =
          Json.object()
              .put("recipe", recipe.toString())
              .put("value", generator.generate(recipe))
              .put("versionId", UUID.randomUUID().toString())
              .put("createdAt", clock.instant().toString());
      document.set(resource.arn(), kept);
      isChanged = true;
    }
    return new Secret(
        resource.arn(),
        resource.name(),
        kept.path("value").asText(),
        kept.path("versionId").asText(),
        Instant.parse(kept.path("createdAt").asText()));
  }

  private static String version(SecretResource resource) {
    return UUID.nameUUIDFromBytes(resource.arn().getBytes(StandardCharsets.UTF_8)).toString();
  }
}
