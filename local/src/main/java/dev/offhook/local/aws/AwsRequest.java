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
public record AwsRequest(String target, Map<String, List<String>> headers, byte[] body) {
  private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/,\\s]+)/");

  public AwsRequest {
    headers = Map.copyOf(headers);
  }

  /** What stands before the dot: {@code DynamoDB_20120810}, {@code AmazonSQS}. */
  public String service() {
    int dot = target.lastIndexOf('.');
    return dot < 0 ? target : target.substring(0, dot);
  }

  public String operation() {
    return target.substring(target.lastIndexOf('.') + 1);
  }

  /** The session token of who signed it. */
  public Optional<String> sessionToken() {
    return headers.getOrDefault("x-amz-security-token", List.of()).stream().findFirst();
  }

  /** Who signed it; the local stack gives each function its logical id for one. */
  public Optional<String> accessKeyId() {
    return headers.getOrDefault("authorization", List.of()).stream()
        .map(CREDENTIAL::matcher)
        .filter(Matcher::find)
        .map(match -> match.group(1))
        .findFirst();
  }
}
