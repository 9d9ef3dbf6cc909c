package dev.offhook.local.gateway;

import dev.offhook.local.gateway.Admission.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.Handshaker;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;

/** The WebSocket API's one address, {@code /{stage}}. */
final class WebSocketHandler extends Handler.Abstract {
  /**
   * Where the parser gives up on a frame. Well above what may be sent, so that a larger frame is
   * refused with a word.
   */
  private static final int PARSER_FRAME_BYTES = 4 * 1024 * 1024;

  private final String path;
  private final InstantSource clock;
  private final Ids ids;
  private final Admission admission;
  private final Connections connections;
  private final WebSocketComponents components;
  private final Configuration.Customizer sockets;
  private final Handshaker handshaker = Handshaker.newInstance();

  WebSocketHandler(
      GatewayConfig config,
      Ids ids,
      Admission admission,
      Connections connections,
      WebSocketComponents components) {
    this.path = "/" + config.webSocketApi().stage();
    this.clock = config.clock();
    this.ids = ids;
    this.admission = admission;
    this.connections = connections;
    this.components = components;
    this.sockets =
        socket -> {
          socket.setIdleTimeout(Duration.ZERO); // Connections counts messages, not bytes.
          socket.setAutoFragment(false);
          socket.setMaxFrameSize(PARSER_FRAME_BYTES);
        };
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String asked = request.getHttpURI().getPath();
    if (!path.equals(asked) && !(path + "/").equals(asked)) {
      return false;
    }
    Handshake handshake = Handshake.of(request);
    Client client = Client.of(ids.connection(), clock.instant(), handshake);
    switch (admission.admit(request, handshake, client)) {
      case Outcome.Refused(Answer answer) -> answer.writeTo(response, callback);
      case Outcome.Accepted(Client accepted, Optional<String> subprotocol) ->
          upgrade(accepted, subprotocol, request, response, callback);
    }
    return true;
  }

  private void upgrade(
      Client client,
      Optional<String> subprotocol,
      Request request,
      Response response,
      Callback callback) {
    Connection connection = connections.create(client);
    WebSocketNegotiator negotiator =
        (upgradeRequest, upgradeResponse, upgradeCallback) -> {
          upgradeResponse.setExtensions(List.of()); // The gateway does not compress.
          subprotocol.ifPresent(upgradeResponse::setAcceptedSubProtocol);
          return connection;
        };
    Callback written =
        Callback.from(
            callback::succeeded,
            failure -> {
              connections.lost(connection);
              callback.failed(failure);
            });
    if (!handshaker.upgradeRequest(
        negotiator, withoutQuery(request), response, written, components, sockets)) {
      connections.lost(connection);
      throw new IllegalStateException("a valid handshake was not upgraded");
    }
  }

  /**
   * The query holds a token: the socket, which lives for hours and shows in diagnostics, need not
   * keep it.
   */
  private Request withoutQuery(Request request) {
    HttpURI bare = HttpURI.build(request.getHttpURI()).pathQuery(path).asImmutable();
    return new Request.Wrapper(request) {
      @Override
      public HttpURI getHttpURI() {
        return bare;
      }
    };
  }
}
