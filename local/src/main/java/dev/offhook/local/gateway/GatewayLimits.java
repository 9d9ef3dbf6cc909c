package dev.offhook.local.gateway;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * The quotas of Amazon API Gateway, each of which a test may lower.
 *
 * @param idle how long a connection may be without a message, either way
 * @param lifetime how long a connection lives at most
 * @param closeWait how long a client has to answer a close frame before its socket is cut
 * @param integrationTimeout how long a WebSocket integration may take
 * @param httpTimeout how long an HTTP integration may take
 * @param frameBytes largest frame a client may send
 * @param messageBytes largest message, either way
 * @param pendingBytes what may wait for a slow client before posts to it are refused
 * @param urlCharacters longest URL of a handshake
 * @param authorizerBytes largest answer of an authorizer
 * @param httpBodyBytes largest body of an HTTP request
 * @param connects new connections of the account
 * @param account messages, HTTP requests and calls of the management API, which share one throttle
 * @param pingsKeepAlive whether a client's ping counts as a message for {@code idle}; what AWS does
 *     is not known
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html">WebSocket
 *     quotas</a>
 */
public record GatewayLimits(
    Duration idle,
    Duration lifetime,
    Duration closeWait,
    Duration integrationTimeout,
    Duration httpTimeout,
    int frameBytes,
    int messageBytes,
    int pendingBytes,
    int urlCharacters,
    int authorizerBytes,
    int httpBodyBytes,
    Throttle connects,
    Throttle account,
    boolean pingsKeepAlive) {
  /** What AWS gives an account that asked for nothing. */
  public static final GatewayLimits AWS =
      new GatewayLimits(
          Duration.ofMinutes(10),
          Duration.ofHours(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(29),
          Duration.ofSeconds(30),
          32 * 1024,
          128 * 1024,
          1024 * 1024,
          4096,
          8 * 1024,
          10 * 1024 * 1024,
          new Throttle(500, 500),
          new Throttle(10_000, 5_000),
          false);

  public GatewayLimits withIdle(Duration changed) {
    return changed(limits -> limits.idle = changed);
  }

  public GatewayLimits withLifetime(Duration changed) {
    return changed(limits -> limits.lifetime = changed);
  }

  public GatewayLimits withCloseWait(Duration changed) {
    return changed(limits -> limits.closeWait = changed);
  }

  public GatewayLimits withIntegrationTimeout(Duration changed) {
    return changed(limits -> limits.integrationTimeout = changed);
  }

  public GatewayLimits withHttpTimeout(Duration changed) {
    return changed(limits -> limits.httpTimeout = changed);
  }

  public GatewayLimits withPendingBytes(int changed) {
    return changed(limits -> limits.pendingBytes = changed);
  }

  public GatewayLimits withConnects(Throttle changed) {
    return changed(limits -> limits.connects = changed);
  }

  public GatewayLimits withAccount(Throttle changed) {
    return changed(limits -> limits.account = changed);
  }

  public GatewayLimits withPingsKeepAlive(boolean changed) {
    return changed(limits -> limits.pingsKeepAlive = changed);
  }

  private GatewayLimits changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.limits();
  }

  /** Limits that one of is being changed. */
  private static final class Draft {
    Duration idle;
    Duration lifetime;
    Duration closeWait;
    Duration integrationTimeout;
    Duration httpTimeout;
    int frameBytes;
    int messageBytes;
    int pendingBytes;
    int urlCharacters;
    int authorizerBytes;
    int httpBodyBytes;
    Throttle connects;
    Throttle account;
    boolean pingsKeepAlive;

    Draft(GatewayLimits limits) {
      idle = limits.idle();
      lifetime = limits.lifetime();
      closeWait = limits.closeWait();
      integrationTimeout = limits.integrationTimeout();
      httpTimeout = limits.httpTimeout();
      frameBytes = limits.frameBytes();
      messageBytes = limits.messageBytes();
      pendingBytes = limits.pendingBytes();
      urlCharacters = limits.urlCharacters();
      authorizerBytes = limits.authorizerBytes();
      httpBodyBytes = limits.httpBodyBytes();
      connects = limits.connects();
      account = limits.account();
      pingsKeepAlive = limits.pingsKeepAlive();
    }

    GatewayLimits limits() {
      return new GatewayLimits(
          idle,
          lifetime,
          closeWait,
          integrationTimeout,
          httpTimeout,
          frameBytes,
          messageBytes,
          pendingBytes,
          urlCharacters,
          authorizerBytes,
          httpBodyBytes,
          connects,
          account,
          pingsKeepAlive);
    }
  }
}
