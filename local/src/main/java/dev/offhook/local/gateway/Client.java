package dev.offhook.local.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.json.Json;
import dev.offhook.local.lambda.Sender;
import java.time.Instant;

/**
 * Who is at the other end of a connection: what every event of it tells.
 *
 * @param domainName the host and port that the client named in its handshake
 * @param userAgent empty when it named none
 * @param authorizer what the authorizer said of it, never changed; empty where there is no
 *     authorizer
 */
record Client(
    ConnectionId id,
    Instant connectedAt,
    String domainName,
    String sourceIp,
    String userAgent,
    ObjectNode authorizer) {
  static Client of(ConnectionId id, Instant connectedAt, Handshake handshake) {
    return new Client(
        id,
        connectedAt,
        handshake.domainName(),
        handshake.sourceIp(),
        handshake.header("User-Agent").orElse(""),
        Json.object());
  }

  /** Whose its frames are. */
  Sender connection() {
    return new Sender(id.value());
  }

  /** Whose its coming and going are, of which there is one for each connection. */
  Sender address() {
    return new Sender(sourceIp);
  }

  Client authorizedBy(ObjectNode answer) {
    return new Client(id, connectedAt, domainName, sourceIp, userAgent, answer);
  }
}
