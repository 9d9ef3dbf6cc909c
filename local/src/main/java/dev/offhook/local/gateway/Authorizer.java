package dev.offhook.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.json.Json;
import dev.offhook.local.lambda.InvocationResult;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks an authorizer function of type REQUEST whether a client may connect. Nothing is ever cached.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html">REQUEST
 *     authorizers</a>
 */
final class Authorizer {
  private static final String UNAUTHORIZED = "Unauthorized";

  private final Authorization authorization;
  private final WebSocketEvents events;
  private final Invoker invoker;
  private final GatewayLimits limits;

  Authorizer(
      Authorization authorization, WebSocketEvents events, Invoker invoker, GatewayLimits limits) {
    this.authorization = authorization;
    this.events = events;
    this.invoker = invoker;
    this.limits = limits;
  }

  /** What the authorizer made of a client. */
  sealed interface Verdict {
    /** It may connect; the client now carries what the authorizer said of it. */
    record Admitted(Client client) implements Verdict {}

    /** It may not, and is answered this. */
    record Refused(int status, String message) implements Verdict {}
  }

  Verdict judge(Client client, Handshake handshake) {
    return switch (authorization) {
      case Authorization.None() -> new Verdict.Admitted(client);
      case Authorization.Custom custom -> ask(custom, client, handshake);
    };
  }

  private Verdict ask(Authorization.Custom custom, Client client, Handshake handshake) {
    boolean identified =
        custom.identitySources().stream()
            .map(IdentitySource::parse)
            .allMatch(source -> handshake.identity(source).isPresent());
    if (!identified) {
      return new Verdict.Refused(401, UNAUTHORIZED);
    }
    long start = System.nanoTime();
    Optional<InvocationResult> result =
        invoker.invoke(
            custom.function(),
            client.address(),
            events.authorize(client, handshake).json(),
            limits.integrationTimeout());
    Duration latency = Duration.ofNanos(System.nanoTime() - start);
    return result.map(answer -> read(answer, client, latency)).orElseGet(Authorizer::broken);
  }

  private Verdict read(InvocationResult result, Client client, Duration latency) {
    return switch (result) {
      case InvocationResult.Returned(byte[] payload)
          when payload.length > limits.authorizerBytes() ->
          broken();
      case InvocationResult.Returned(byte[] payload) ->
          Json.read(payload)
              .map(answer -> read(answer, client, latency))
              .orElseGet(Authorizer::broken);
      case InvocationResult.Failed failed when failed.errorMessage().equals(UNAUTHORIZED) ->
          new Verdict.Refused(401, UNAUTHORIZED);
      case InvocationResult.Failed failed -> broken();
      case InvocationResult.TimedOut() -> broken();
      case InvocationResult.Throttled() -> broken();
    };
  }

  private Verdict read(JsonNode answer, Client client, Duration latency) {
    JsonNode context = answer.path("context");
    boolean wellFormed =
        answer.path("principalId").isTextual()
            && answer.path("policyDocument").isObject()
            && (context.isObject() || context.isMissingNode() || context.isNull())
            && context.valueStream().noneMatch(JsonNode::isContainerNode);
    if (!wellFormed) {
      return broken();
    }
    if (!Policy.allows(answer.path("policyDocument"), events.methodArn())) {
      return new Verdict.Refused(403, "Forbidden");
    }
    ObjectNode told = Json.object();
    context
        .propertyStream()
        .filter(member -> !member.getValue().isNull())
        .forEach(member -> told.put(member.getKey(), member.getValue().asText()));
    told.put("principalId", answer.path("principalId").asText());
    told.put("integrationLatency", latency.toMillis());
    return new Verdict.Admitted(client.authorizedBy(told));
  }

  private static Verdict broken() {
    return new Verdict.Refused(500, "Internal server error");
  }
}
