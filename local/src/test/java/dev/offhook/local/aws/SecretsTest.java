package dev.offhook.local.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offhook.local.json.Json;
import dev.offhook.local.lambda.InvocationResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecretsTest {
  private static final String ARN = "arn:aws:secretsmanager:us-east-1:000000000000:secret:signing";
  private static final String VERSION = "5b1e5b6e-7a5b-4c7e-9c1e-000000000001";
  private static final Instant MADE = Instant.parse("2026-01-01T00:00:00.5Z");

  private final List<Secret> saved = new ArrayList<>();
  private final Secrets secrets =
      new Secrets(
          List.of(Secret.of(ARN, "signing", "shh", VERSION, MADE)),
          InstantSource.fixed(MADE.plusSeconds(1)),
          saved::add);

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
  void areFoundByVersionAndStage() {
    assertThat(value("\"VersionId\":\"" + VERSION + "\"")).isEqualTo("shh");
    assertThat(value("\"VersionId\":\"" + VERSION + "\",\"VersionStage\":\"AWSCURRENT\""))
        .isEqualTo("shh");
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
  void areNeitherMadeNorDeleted() {
    assertError(call("CreateSecret", "{}"), "UnknownOperationException");
    assertError(call("DeleteSecret", "{}"), "UnknownOperationException");
  }

  @Test
  void aNewValueIsTheCurrentOneAndTheOneBeforeThePrevious() {
    put("v-2", "two", "");

    assertThat(value("\"VersionStage\":\"AWSCURRENT\"")).isEqualTo("two");
    assertThat(value("\"VersionStage\":\"AWSPREVIOUS\"")).isEqualTo("shh");
    assertThat(saved).hasSize(1);
    assertThat(saved.getFirst().toString()).doesNotContain("two", "shh");
  }

  @Test
  void aPendingValueChangesNothingUntilItsVersionIsMadeTheCurrentOne() {
    put("v-2", "two", "AWSPENDING");
    assertThat(value("\"VersionStage\":\"AWSCURRENT\"")).isEqualTo("shh");
    assertThat(value("\"VersionStage\":\"AWSPENDING\"")).isEqualTo("two");

    move("AWSCURRENT", "v-2", VERSION);

    assertThat(labels("v-2")).isEqualTo("[\"AWSCURRENT\",\"AWSPENDING\"]");
    assertThat(labels(VERSION)).isEqualTo("[\"AWSPREVIOUS\"]");
  }

  @Test
  void aVersionWithoutALabelIsGone() {
    put("v-2", "two", "");
    put("v-3", "three", "");

    assertThat(value("\"VersionStage\":\"AWSPREVIOUS\"")).isEqualTo("two");
    assertError(
        get("{\"SecretId\":\"signing\",\"VersionId\":\"" + VERSION + "\"}"),
        "ResourceNotFoundException");
  }

  @Test
  void aLabelIsTakenOnlyFromTheVersionThatItIsSaidToBeOn() {
    put("v-2", "two", "AWSPENDING");

    AwsResponse refused = move("AWSCURRENT", "v-2", "v-2");

    assertError(refused, "InvalidParameterException");
    assertThat(body(refused).path("message").asText())
        .contains("currently attached to version " + VERSION);
    assertError(move("AWSCURRENT", "v-9", VERSION), "InvalidParameterException");
  }

  @Test
  void aVersionIsPutAgainWithTheSameValueAlone() {
    put("v-2", "two", "AWSPENDING");

    assertThat(put("v-2", "two", "AWSPENDING").status()).isEqualTo(200);
    assertError(put("v-2", "other", "AWSPENDING"), "ResourceExistsException");
  }

  @Test
  void aRotationHasItsFunctionTakeFourStepsToAVersionThatIsEmptyFirst() throws Exception {
    List<String> steps = new ArrayList<>();
    CountDownLatch finished = new CountDownLatch(1);
    rotatedBy(
        event -> {
          String step = event.path("Step").asText();
          String version = event.path("ClientRequestToken").asText();
          steps.add(step);
          if (step.equals("createSecret")) {
            assertThat(labels(version)).isEqualTo("[\"AWSPENDING\"]");
            assertThat(get("{\"SecretId\":\"signing\",\"VersionId\":\"" + version + "\"}").status())
                .isEqualTo(400);
            put(version, "new", "AWSPENDING");
          } else if (step.equals("finishSecret")) {
            move("AWSCURRENT", version, VERSION);
            finished.countDown();
          }
          return new InvocationResult.Returned(new byte[0]);
        });

    String version =
        body(call("RotateSecret", "{\"SecretId\":\"signing\"}")).path("VersionId").asText();
    finished.await();

    assertThat(steps).containsExactly("createSecret", "setSecret", "testSecret", "finishSecret");
    assertThat(value("\"VersionStage\":\"AWSCURRENT\"")).isEqualTo("new");
    assertThat(version)
        .isEqualTo(body(get("{\"SecretId\":\"signing\"}")).path("VersionId").asText());
  }

  @Test
  void aRotationThatFailedIsTakenUpAgainWithTheSameVersion() throws Exception {
    List<String> versions = new ArrayList<>();
    CountDownLatch second = new CountDownLatch(2);
    rotatedBy(
        event -> {
          versions.add(event.path("ClientRequestToken").asText());
          second.countDown();
          return new InvocationResult.Failed("Broken", "");
        });

    call("RotateSecret", "{\"SecretId\":\"signing\"}");
    while (second.getCount() > 0) {
      // Refused while the first one is under way.
      call("RotateSecret", "{\"SecretId\":\"signing\"}");
      Thread.onSpinWait();
    }

    assertThat(versions).hasSizeGreaterThanOrEqualTo(2).containsOnly(versions.getFirst());
    assertThat(value("\"VersionStage\":\"AWSCURRENT\"")).isEqualTo("shh");
  }

  @Test
  void aSecretWithoutARotationIsNotRotated() {
    assertError(call("RotateSecret", "{\"SecretId\":\"signing\"}"), "InvalidRequestException");
  }

  private interface Function {
    InvocationResult take(JsonNode event);
  }

  private void rotatedBy(Function function) {
    secrets.rotate(
        ARN,
        new SecretRotation(
            (_, _, event) -> function.take(Json.readObject(event).orElseThrow()), "Rotation"));
  }

  private AwsResponse put(String version, String value, String stage) {
    String stages = stage.isEmpty() ? "[]" : "[\"" + stage + "\"]";
    return call(
        "PutSecretValue",
        "{\"SecretId\":\"signing\",\"ClientRequestToken\":\"%s\",\"SecretString\":\"%s\",\"VersionStages\":%s}"
            .formatted(version, value, stages));
  }

  private AwsResponse move(String stage, String to, String from) {
    return call(
        "UpdateSecretVersionStage",
        "{\"SecretId\":\"signing\",\"VersionStage\":\"%s\",\"MoveToVersionId\":\"%s\",\"RemoveFromVersionId\":\"%s\"}"
            .formatted(stage, to, from));
  }

  private String labels(String version) {
    return body(call("DescribeSecret", "{\"SecretId\":\"signing\"}"))
        .path("VersionIdsToStages")
        .path(version)
        .toString();
  }

  private String value(String by) {
    return body(get("{\"SecretId\":\"signing\"," + by + "}")).path("SecretString").asText();
  }

  private AwsResponse get(String body) {
    return call("GetSecretValue", body);
  }

  private AwsResponse call(String operation, String body) {
    return secrets.call(
        new AwsRequest(
            "secretsmanager." + operation, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
  }

  private static void assertError(AwsResponse response, String type) {
    assertThat(response.status()).isEqualTo(400);
    assertThat(body(response).path("__type").asText()).isEqualTo(type);
  }

  private static JsonNode body(AwsResponse response) {
    return Json.readObject(response.body()).orElseThrow();
  }
}
