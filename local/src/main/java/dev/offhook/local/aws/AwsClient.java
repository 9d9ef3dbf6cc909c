package dev.offhook.local.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.json.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The local stack's own calls to the services that it runs, in its own name or in a function's.
 * They don't go through the front, so they are not counted among the functions' calls.
 */
final class AwsClient {
  private static final String OWN_NAME = "local";

  private final AwsService service;
  private final Map<String, List<String>> signature;

  AwsClient(AwsService service) {
    this(service, OWN_NAME);
  }

  /**
   * @param caller the access key id that it signs with
   */
  AwsClient(AwsService service, String caller) {
    this.service = service;
    this.signature =
        Map.of(
            "content-type",
            List.of("application/x-amz-json-1.0"),
            "authorization",
            List.of(
                "AWS4-HMAC-SHA256 Credential="
                    + caller
                    + "/20260101/us-east-1/local/aws4_request, SignedHeaders=host, Signature=0"));
  }

  /**
   * Makes one call.
   *
   * @param target the service's prefix, a dot, the operation
   * @throws CallFailedException if it is refused, or the service can't be reached, or the thread is
   *     interrupted
   */
  ObjectNode call(String target, ObjectNode request) {
    AwsResponse response = send(target, request);
    if (response.status() != 200) {
      throw new CallFailedException(target + " is refused: " + message(response));
    }
    return Json.readObject(response.body()).orElseGet(Json::object);
  }

  private AwsResponse send(String target, ObjectNode request) {
    Map<String, List<String>> headers = new HashMap<>(signature);
    headers.put("x-amz-target", List.of(target));
    try {
      return service.call(new AwsRequest(target, headers, Json.bytes(request)));
    } catch (IOException e) {
      throw new CallFailedException(target + " fails: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallFailedException(target + " is interrupted", e);
    }
  }

  private static String message(AwsResponse response) {
    return Json.readObject(response.body())
        .map(error -> error.path("__type").asText() + " " + error.path("message").asText())
        .orElse("status " + response.status());
  }
}
