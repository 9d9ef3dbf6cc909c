package dev.offhook.local.gateway;

import java.time.Duration;

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
    return new GatewayLimits(
        changed,
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

  public GatewayLimits withLifetime(Duration changed) {
    return new GatewayLimits(
        idle,
        changed,
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

  public GatewayLimits withCloseWait(Duration changed) {
    return new GatewayLimits(
        idle,
        lifetime,
        changed,
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

  public GatewayLimits withIntegrationTimeout(Duration changed) {
    return new GatewayLimits(
        idle,
        lifetime,
        closeWait,
        changed,
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

  public GatewayLimits withHttpTimeout(Duration changed) {
    return new GatewayLimits(
        idle,
        lifetime,
        closeWait,
        integrationTimeout,
        changed,
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

  public GatewayLimits withPendingBytes(int changed) {
    return new GatewayLimits(
        idle,
        lifetime,
        closeWait,
        integrationTimeout,
        httpTimeout,
        frameBytes,
        messageBytes,
        changed,
        urlCharacters,
        authorizerBytes,
        httpBodyBytes,
        connects,
        account,
        pingsKeepAlive);
  }

  public GatewayLimits withConnects(Throttle changed) {
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
        changed,
        account,
        pingsKeepAlive);
  }

  public GatewayLimits withAccount(Throttle changed) {
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
        changed,
        pingsKeepAlive);
  }

  public GatewayLimits withPingsKeepAlive(boolean changed) {
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
        changed);
  }
}
