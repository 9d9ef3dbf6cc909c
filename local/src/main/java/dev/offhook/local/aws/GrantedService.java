package dev.offhook.local.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.iam.Access;
import dev.offhook.local.iam.Decision.Denied;
import dev.offhook.local.iam.Request;
import dev.offhook.local.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A service that lets functions do what their roles allow. */
final class GrantedService implements AwsService {

  /** What a call needs to be allowed. */
  @FunctionalInterface
  interface Needs {
    List<Request> of(String operation, ObjectNode body);
  }

  private final AwsService service;
  private final Access access;
  private final Needs needs;

  GrantedService(AwsService service, Access access, Needs needs) {
    this.service = service;
    this.access = access;
    this.needs = needs;
  }

  @Override
  public AwsResponse call(AwsRequest request) throws IOException, InterruptedException {
    Optional<ObjectNode> body = Json.readObject(request.body());
    Optional<Denied> denied =
        body.flatMap(
            object ->
                access.check(
                    request.accessKeyId().orElse(""), needs.of(request.operation(), object)));
    return denied.isPresent() ? refusal(request.service(), denied.get()) : service.call(request);
  }

  /** Each service has a shape of its own. */
  private static AwsResponse refusal(String service, Denied denied) {
    String action = denied.request().action();
    return switch (service) {
      case "DynamoDB_20120810" ->
          error("com.amazon.coral.service#AccessDeniedException", denied.message(action));
      case "AmazonSQS" -> queryCompatible(denied);
      default -> error("AccessDeniedException", denied.message(action));
    };
  }

  /** SQS writes actions in lower case, and tells the code that it had before it spoke JSON. */
  private static AwsResponse queryCompatible(Denied denied) {
    String action = denied.request().action().toLowerCase(Locale.ROOT);
    AwsResponse plain =
        error("com.amazon.coral.service#AccessDeniedException", denied.message(action));
    Map<String, List<String>> headers = new TreeMap<>(plain.headers());
    headers.put("x-amzn-query-error", List.of("AccessDenied;Sender"));
    return new AwsResponse(plain.status(), headers, plain.body());
  }

  private static AwsResponse error(String type, String message) {
    return AwsResponse.json(400, Json.object().put("__type", type).put("Message", message));
  }
}
