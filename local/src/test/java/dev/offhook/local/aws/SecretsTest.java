package dev.offhook.local.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offhook.local.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecretsTest {
  private static final String ARN = "arn:aws:secretsmanager:us-east-1:000000000000:secret:signing";
  private static final String VERSION = "5b1e5b6e-7a5b-4c7e-9c1e-000000000001";

  private final Secrets secrets =
      new Secrets(
          List.of(
              new Secret(ARN, "signing", "shh", VERSION, Instant.parse("2026-01-01T00:00:00.5Z"))));

  @ParameterizedTest
  @CsvSource({"SecretId," + ARN, "SecretId,signing"})
  void areFoundByNameAndByArn(String member, String id) {
    AwsResponse response = get("{\"%s\":\"%s\"}".formatted(member, id));
    JsonNode body = body(response);
    assertThat(response.status()).isEqualTo(200);
    assertThat(body.path("ARN").asText()).isEqualTo(ARN);
    assertThat(body.path("Name").asText()).isEqualTo("signing");
    assertThat(body.path("SecretString").asText()).isEqualTo("shh");
    assertThat(body.path("VersionId").asText()).isEqualTo(VERSION);
    assertThat(body.path("VersionStages").toString()).isEqualTo("[\"AWSCURRENT\"]");
    assertThat(body.path("CreatedDate").asDouble()).isEqualTo(1767225600.5);
  }

  @Test
  void areFoundByTheirOnlyVersionAndStage() {
    AwsResponse response =
        get(
            "{\"SecretId\":\"signing\",\"VersionId\":\""
                + VERSION
                + "\",\"VersionStage\":\"AWSCURRENT\"}");
    assertThat(response.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"SecretId\":\"other\"}",
        "{\"SecretId\":\"signing\",\"VersionId\":\"other\"}",
        "{\"SecretId\":\"signing\",\"VersionStage\":\"AWSPREVIOUS\"}"
      })
  void thatDoNotExistAreNotFound(String request) {
    assertError(get(request), "ResourceNotFoundException");
  }

  @Test
  void needAnId() {
    assertError(get("{}"), "InvalidParameterException");
    assertError(get("{\"SecretId\":null}"), "InvalidParameterException");
    assertError(get("not JSON"), "SerializationException");
  }

  @Test
  void canOnlyBeRead() {
    assertError(call("secretsmanager.PutSecretValue", "{}"), "UnknownOperationException");
  }

  private AwsResponse get(String body) {
    return call("secretsmanager.GetSecretValue", body);
  }

  private AwsResponse call(String target, String body) {
    return secrets.call(new AwsRequest(target, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
  }

  private static void assertError(AwsResponse response, String type) {
    assertThat(response.status()).isEqualTo(400);
    assertThat(body(response).path("__type").asText()).isEqualTo(type);
  }

  private static JsonNode body(AwsResponse response) {
    return Json.readObject(response.body()).orElseThrow();
  }
}
