package dev.offhook.gateway;

import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.ServerFrame;
import dev.offhook.protocol.ServerFrameWriter;
import dev.offhook.signaling.Connections;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.ForbiddenException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GoneException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.PayloadTooLargeException;

/**
 * The connections of a WebSocket API, over its management API.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html">@connections</a>
 */
public final class ManagedConnections implements Connections {

  private final ApiGatewayManagementApiClient client;

  public ManagedConnections(ApiGatewayManagementApiClient client) {
    this.client = client;
  }

  /**
   * {@inheritDoc}
   *
   * @throws ForbiddenException if the function has no right to post
   * @throws PayloadTooLargeException if the frame is over 128 KiB
   */
  @Override
  public Posted post(ConnectionId connection, ServerFrame frame) {
    SdkBytes data = SdkBytes.fromUtf8String(ServerFrameWriter.write(frame));
    try {
      client.postToConnection(request -> request.connectionId(connection.value()).data(data));
      return Posted.TAKEN;
    } catch (GoneException gone) {
      return Posted.GONE;
    } catch (ForbiddenException | PayloadTooLargeException fault) {
      throw fault;
    } catch (SdkException refused) {
      // The SDK has tried again by now: throttled, the client's buffer full, or the gateway at
      // fault.
      return Posted.REFUSED;
    }
  }

  @Override
  public void close(ConnectionId connection) {
    try {
      client.deleteConnection(request -> request.connectionId(connection.value()));
    } catch (GoneException gone) {
      // Closed already: as wanted.
    }
  }
}
