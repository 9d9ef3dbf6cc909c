package dev.offhook.acceptance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.function.UnaryOperator;

/** The AWS services behind the service, as the local stack serves them beside it. */
public final class Aws {

  private final Service service;
  private final String caller;

  /** As an operator sees them, who may do everything. */
  public Aws(Service service) {
    this(service, "acceptance");
  }

  /** As somebody sees them who goes by that access key id: for a function, its logical id. */
  public Aws(Service service, String caller) {
    this.service = service;
    this.caller = caller;
  }

  /** Calls an operation of DynamoDB. */
  public JsonNode dynamoDb(String operation, ObjectNode request) {
    return call("dynamodb", "DynamoDB_20120810." + operation, request);
  }

  /** Calls an operation of Secrets Manager. */
  public JsonNode secrets(String operation, ObjectNode request) {
    return call("secretsmanager", "secretsmanager." + operation, request);
  }

  /** Posts to a connection through the management API. */
  public int post(String connectionId, String text) {
    return manage(connectionId, request -> request.POST(BodyPublishers.ofString(text))).status();
  }

  /** Closes a connection through the management API. */
  public int close(String connectionId) {
    return closing(connectionId).status();
  }

  /** What closing a connection through the management API is answered. */
  public HttpAnswer closing(String connectionId) {
    return manage(connectionId, HttpRequest.Builder::DELETE);
  }

  private HttpAnswer manage(String connectionId, UnaryOperator<HttpRequest.Builder> request) {
    String stage = service.websocketUrl().toString().replace("ws:", "http:");
    URI uri = URI.create(stage + "/@connections/" + URLEncoder.encode(connectionId, UTF_8));
    return service.send(
        request
            .apply(HttpRequest.newBuilder(uri).header("Authorization", credential("execute-api")))
            .build());
  }

  /** What a call is answered, be it an error. */
  public HttpAnswer ask(String name, String target, ObjectNode body) {
    return service.send(
        HttpRequest.newBuilder(URI.create(service.apiUrl().toString()))
            .header("X-Amz-Target", target)
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("Authorization", credential(name))
            .POST(BodyPublishers.ofString(body.toString()))
            .build());
  }

  private JsonNode call(String name, String target, ObjectNode body) {
    HttpAnswer answer = ask(name, target, body);
    if (answer.status() != 200) {
      throw new AssertionError(target + ": " + answer.status() + " " + answer.body());
    }
    return answer.json();
  }

  /** Names who asks; the local stack verifies no signatures. */
  private String credential(String name) {
    return "AWS4-HMAC-SHA256 Credential="
        + caller
        + "/20260101/us-east-1/"
        + name
        + "/aws4_request, SignedHeaders=host, Signature="
        + "0".repeat(64);
  }
}
