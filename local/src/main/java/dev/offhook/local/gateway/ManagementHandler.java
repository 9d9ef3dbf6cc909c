package dev.offhook.local.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;

/**
 * The management API, {@code /{stage}/@connections/{id}}, as the AWS SDKs and the CLI speak to it.
 * A request has to be signed; what its signer may do the gate knows.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html">Use
 *     {@code @connections} commands</a>
 */
final class ManagementHandler extends Handler.Abstract {
  private static final String CLOSED_NORMALLY = "Connection Closed Normally";

  private final Pattern path;
  private final Connections connections;
  private final Throttles throttles;
  private final GatewayLimits limits;
  private final InstantSource clock;
  private final Ids ids;
  private final ManagementGate gate;

  ManagementHandler(GatewayConfig config, Ids ids, Throttles throttles, Connections connections) {
    this.path =
        Pattern.compile(
            "/" + Pattern.quote(config.webSocketApi().stage()) + "/(?:@|%40)connections/([^/]*)");
    this.connections = connections;
    this.throttles = throttles;
    this.limits = config.limits();
    this.clock = config.clock();
    this.ids = ids;
    this.gate = config.managementGate();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    Matcher matcher = path.matcher(request.getHttpURI().getPath());
    if (!matcher.matches()) {
      return false;
    }
    String id = QueryString.decode(matcher.group(1).replace("+", "%2B"));
    answer(request, id).with("x-amzn-RequestId", ids.next()).writeTo(response, callback);
    return true;
  }

  private Answer answer(Request request, String id) throws IOException {
    Optional<ManagementCall> signed =
        ManagementCall.read(request.getHeaders(), request.getMethod(), id);
    if (signed.isEmpty()) {
      return error(403, "ForbiddenException", "Missing Authentication Token");
    }
    ManagementCall call = signed.get();
    Optional<Answer> refused = gate.admit(call).map(ManagementHandler::refusal);
    Answer answer = refused.isPresent() ? refused.get() : admitted(request, id);
    gate.answered(call, answer.status());
    return answer;
  }

  private Answer admitted(Request request, String id) throws IOException {
    if (!throttles.admitManagementCall()) {
      return tooMany();
    }
    if (!ConnectionId.isWellFormed(id)) {
      return error(400, "BadRequestException", "Invalid connectionId: " + id);
    }
    Optional<Connection> connection = connections.find(new ConnectionId(id));
    return switch (request.getMethod()) {
      case "POST" -> post(request, connection);
      case "GET" -> connection.map(this::describe).orElseGet(ManagementHandler::gone);
      case "DELETE" -> connection.map(this::delete).orElseGet(ManagementHandler::gone);
      default -> error(403, "ForbiddenException", "Missing Authentication Token");
    };
  }

  private Answer post(Request request, Optional<Connection> connection) throws IOException {
    Optional<byte[]> data = Body.read(request, limits.messageBytes());
    if (data.isEmpty()) {
      return error(413, "PayloadTooLargeException", "Message too long");
    }
    if (connection.isEmpty()) {
      return gone();
    }
    return connection.get().send(text(data.get()), Wire.Origin.POST)
        ? Answer.empty(200)
        : tooMany();
  }

  private Answer describe(Connection connection) {
    Client client = connection.client();
    Instant lastActive = clock.instant().minusNanos(connection.idleNanos());
    ObjectNode description =
        Json.object()
            .put("connectedAt", client.connectedAt().toString())
            .put("lastActiveAt", lastActive.toString());
    description
        .putObject("identity")
        .put("sourceIp", client.sourceIp())
        .put("userAgent", client.userAgent());
    return Answer.json(200, Json.bytes(description));
  }

  private Answer delete(Connection connection) {
    connections.end(connection, CloseStatus.NORMAL, CLOSED_NORMALLY);
    return Answer.empty(204);
  }

  /** A text frame holds UTF-8 and nothing else. */
  private static byte[] text(byte[] data) {
    return new String(data, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
  }

  private static Answer refusal(ManagementGate.Refusal refusal) {
    Answer answer =
        refusal.message().isEmpty()
            ? Answer.empty(refusal.status())
            : Answer.json(
                refusal.status(),
                Json.bytes(Json.object().put(refusal.member(), refusal.message())));
    return answer.with("x-amzn-ErrorType", refusal.type());
  }

  private static Answer gone() {
    return Answer.empty(410).with("x-amzn-ErrorType", "GoneException");
  }

  private static Answer tooMany() {
    return error(429, "LimitExceededException", "Too Many Requests");
  }

  private static Answer error(int status, String type, String message) {
    return Answer.message(status, message).with("x-amzn-ErrorType", type);
  }
}
