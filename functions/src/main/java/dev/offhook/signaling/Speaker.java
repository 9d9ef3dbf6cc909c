package dev.offhook.signaling;

import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.SessionId;
import java.time.Instant;

/**
 * Who a frame comes from, as the authorizer proved it and API Gateway tells it with every event.
 *
 * @param connectedAt when API Gateway opened the connection
 * @param tokenExpiresAt of the token that the connection was opened with
 */
public record Speaker(
    SessionId session,
    String displayName,
    ConnectionId connection,
    Instant connectedAt,
    Instant tokenExpiresAt) {}
