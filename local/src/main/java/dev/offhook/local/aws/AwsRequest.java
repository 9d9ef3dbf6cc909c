package dev.offhook.local.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request to a service.
 *
 * @param target the service's prefix, a dot, the operation
 * @param headers end to end, by lower-case name
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on once, compared nowhere.
record AwsRequest(String target, Map<String, List<String>> headers, byte[] body) {
  private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/,\\s]+)/");

  AwsRequest {
    headers = Map.copyOf(headers);
  }

  /** What stands before the dot: {@code DynamoDB_20120810}, {@code AmazonSQS}. */
  String service() {
    int dot = target.lastIndexOf('.');
    return dot < 0 ? target : target.substring(0, dot);
  }

  String operation() {
    return target.substring(target.lastIndexOf('.') + 1);
  }

  /** Who signed it; the local stack gives each function its logical id for one. */
  Optional<String> accessKeyId() {
    return headers.getOrDefault("authorization", List.of()).stream()
        .map(CREDENTIAL::matcher)
        .filter(Matcher::find)
        .map(match -> match.group(1))
        .findFirst();
  }
}
