package dev.offhook.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.json.Json;
import dev.offhook.local.template.LocalEnvironment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * {@code ./offhook rotate-key}: asks the Secrets Manager of a running stack to rotate the signing
 * key, and waits until that is done.
 */
final class KeyRotationCommand {

  /** Why the key was not rotated, in one line. */
  static final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    FailedException(String message) {
      super(message);
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;

  KeyRotationCommand(int port) {
    this.port = port;
  }

  /** Rotates the key; returns when the new one is in use. */
  void run() throws FailedException, InterruptedException {
    String version = ask("RotateSecret").path("VersionId").asText();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isCurrent(version)) {
      if (System.nanoTime() > deadline) {
        throw new FailedException("the rotation was not done in time: see what the stack prints");
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  private boolean isCurrent(String version) throws FailedException, InterruptedException {
    return ask("DescribeSecret")
        .path("VersionIdsToStages")
        .path(version)
        .valueStream()
        .anyMatch(stage -> stage.asText().equals("AWSCURRENT"));
  }

  private ObjectNode ask(String operation) throws FailedException, InterruptedException {
    ObjectNode secret =
        Json.object().put("SecretId", LocalEnvironment.STACK_NAME + "-SigningSecret");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .timeout(PATIENCE)
            .header("X-Amz-Target", "secretsmanager." + operation)
            // Names who asks; the local stack verifies no signatures.
            .header("Authorization", "AWS4-HMAC-SHA256 Credential=rotate-key/local")
            .POST(BodyPublishers.ofByteArray(Json.bytes(secret)))
            .build();
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      ObjectNode answer = Json.readObject(response.body()).orElseGet(Json::object);
      if (response.statusCode() != 200) {
        throw new FailedException(
            answer.path("message").asText("port " + port + " serves no local stack"));
      }
      return answer;
    } catch (IOException unreachable) {
      throw new FailedException("no local stack answers on port " + port + ": ./offhook up");
    }
  }
}
