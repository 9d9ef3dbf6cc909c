package dev.offhook.lambda;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.SessionId;
import dev.offhook.signaling.ConnectionAuthorizer.Verdict;
import dev.offhook.signaling.Speaker;
import java.time.Instant;

/** What the authorizer says of a guest, and how later events are read for it. */
final class AuthorizerContext {

  private static final String SESSION_ID = "sessionId";
  private static final String DISPLAY_NAME = "displayName";
  private static final String TOKEN_EXPIRES_AT = "tokenExpiresAt";

  private AuthorizerContext() {}

  static JsonObject of(Verdict.LetIn guest) {
    return Json.object()
        .put(SESSION_ID, guest.session().value())
        .put(DISPLAY_NAME, guest.displayName())
        .put(TOKEN_EXPIRES_AT, Long.toString(guest.tokenExpiresAt().toEpochMilli()))
        .build();
  }

  /** Who an event of an open connection comes from. */
  static Speaker speaker(Event event) {
    JsonObject request = event.requestContext();
    JsonObject context =
        request
            .object("authorizer")
            .orElseThrow(() -> new MalformedEventException("the event has no authorizer"));
    return new Speaker(
        new SessionId(Event.text(context, SESSION_ID, SessionId::isValid)),
        Event.text(context, DISPLAY_NAME),
        new ConnectionId(Event.text(request, "connectionId", ConnectionId::isValid)),
        Instant.ofEpochMilli(Event.whole(request, "connectedAt")),
        Instant.ofEpochMilli(Event.whole(context, TOKEN_EXPIRES_AT)));
  }
}
