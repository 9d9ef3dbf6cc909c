package dev.offhook.gateway;

import dev.offhook.protocol.ConnectionId;
import dev.offhook.signaling.Connections;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.ApiGatewayManagementApiException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GoneException;

/**
 * The connections of a WebSocket API, over its management API.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html">@connections</a>
 */
public final class ManagedConnections implements Connections {

  private static final int SERVER_ERROR = 500;

  private final ApiGatewayManagementApiClient client;

  public ManagedConnections(ApiGatewayManagementApiClient client) {
    this.client = client;
  }

  /**
   * {@inheritDoc} The SDK has tried again by the time a frame is refused.
   *
   * @throws ApiGatewayManagementApiException if the gateway will never take it: no right to post, a
   *     frame over 128 KiB, an id that it never gave
   */
  @Override
  public Posted post(ConnectionId connection, String frame) {
    SdkBytes data = SdkBytes.fromUtf8String(frame);
    try {
      client.postToConnection(request -> request.connectionId(connection.value()).data(data));
      return Posted.TAKEN;
    } catch (GoneException gone) {
      return Posted.GONE;
    } catch (ApiCallTimeoutException | ApiCallAttemptTimeoutException late) {
      return Posted.REFUSED;
    } catch (ApiGatewayManagementApiException failed) {
      if (failed.isThrottlingException() || failed.statusCode() >= SERVER_ERROR) {
        return Posted.REFUSED;
      }
      throw failed;
    }
  }

  @Override
  public boolean isLive(ConnectionId connection) {
    try {
      client.getConnection(request -> request.connectionId(connection.value()));
      return true;
    } catch (GoneException gone) {
      return false;
    } catch (ApiCallTimeoutException | ApiCallAttemptTimeoutException late) {
      return true;
    } catch (ApiGatewayManagementApiException failed) {
      if (failed.isThrottlingException() || failed.statusCode() >= SERVER_ERROR) {
        return true;
      }
      throw failed;
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
