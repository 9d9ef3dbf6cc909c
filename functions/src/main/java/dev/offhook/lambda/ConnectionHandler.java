package dev.offhook.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.offhook.json.Json;
import dev.offhook.signaling.Presence;
import dev.offhook.signaling.Speaker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * {@code $connect} and {@code $disconnect}. Connecting changes nothing: a connection becomes its
 * session's with {@code session:hello}, when it can be posted to.
 */
public final class ConnectionHandler extends WiredHandler {

  private final Presence presence;

  public ConnectionHandler() {
    this(System.getenv());
  }

  public ConnectionHandler(Map<String, String> environment) {
    this(new Wiring(environment));
  }

  private ConnectionHandler(Wiring wiring) {
    super(wiring);
    this.presence = wiring.presence();
  }

  ConnectionHandler(Presence presence) {
    this.presence = presence;
  }

  @Override
  void handle(InputStream input, OutputStream output, Context context) throws IOException {
    Event event = Event.read(input);
    switch (Event.text(event.requestContext(), "eventType")) {
      case "CONNECT" -> {}
      case "DISCONNECT" -> {
        Speaker lost = AuthorizerContext.speaker(event);
        presence.lost(lost.session(), lost.connection());
      }
      case String _ -> throw new MalformedEventException("neither a CONNECT nor a DISCONNECT");
    }
    Event.write(output, Json.object().put("statusCode", 200).build());
  }
}
