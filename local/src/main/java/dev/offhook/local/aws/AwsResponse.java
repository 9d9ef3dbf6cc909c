package dev.offhook.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offhook.local.json.Json;
import java.util.List;
import java.util.Map;

/**
 * What a service answered.
 *
 * @param headers end to end, by name
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on once, compared nowhere.
public record AwsResponse(int status, Map<String, List<String>> headers, byte[] body) {
  public AwsResponse {
    headers = Map.copyOf(headers);
  }

  public static AwsResponse json(int status, JsonNode body) {
    return new AwsResponse(
        status, Map.of("Content-Type", List.of("application/x-amz-json-1.1")), Json.bytes(body));
  }

  /**
   * An error as AWS's JSON protocols have it.
   *
   * @param type the exception's name, without a namespace
   */
  public static AwsResponse error(int status, String type, String message) {
    return json(status, Json.object().put("__type", type).put("message", message));
  }
}
