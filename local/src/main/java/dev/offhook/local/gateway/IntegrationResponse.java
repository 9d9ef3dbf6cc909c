package dev.offhook.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offhook.local.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What a function gives back to a proxy integration: {@code {"statusCode", "headers", "body",
 * "isBase64Encoded"}}.
 *
 * @param body decoded; empty when there was none
 * @param json the whole of it
 */
@SuppressWarnings("ArrayRecordComponent") // Read once, compared nowhere.
record IntegrationResponse(int status, byte[] body, JsonNode json) {
  /** Reads it; empty when it is not of that form. */
  static Optional<IntegrationResponse> parse(JsonNode json) {
    JsonNode status = json.path("statusCode");
    JsonNode body = json.path("body");
    boolean hasBody = !body.isMissingNode() && !body.isNull();
    if (!status.isInt() || status.asInt() < 100 || status.asInt() > 599) {
      return Optional.empty();
    }
    if (hasBody && !body.isTextual()) {
      return Optional.empty();
    }
    return decode(body.asText(""), json.path("isBase64Encoded").asBoolean(false))
        .map(bytes -> new IntegrationResponse(status.asInt(), bytes, json));
  }

  static Optional<IntegrationResponse> parse(byte[] payload) {
    return Json.read(payload).flatMap(IntegrationResponse::parse);
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** A header's value, whatever the case of its name. */
  Optional<String> header(String name) {
    return json.path("headers")
        .propertyStream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(header -> header.getValue().asText())
        .findFirst();
  }

  private static Optional<byte[]> decode(String body, boolean base64) {
    if (!base64) {
      return Optional.of(body.getBytes(StandardCharsets.UTF_8));
    }
    try {
      return Optional.of(Base64.getDecoder().decode(body));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
