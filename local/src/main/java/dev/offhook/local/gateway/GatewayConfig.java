package dev.offhook.local.gateway;

import dev.offhook.local.lambda.Lambda;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.jetty.server.Handler;

/**
 * All that a gateway needs to serve.
 *
 * @param lambda runs the functions that routes name
 * @param account whose ARNs the events carry
 * @param wire what frames travel over
 * @param managementGate what stands before the management API
 * @param clock the time that events carry
 * @param extensions asked in turn for what is neither the WebSocket API's nor the management API's,
 *     before the HTTP API; they may block, and start and stop with the gateway
 */
public record GatewayConfig(
    WebSocketApi webSocketApi,
    HttpApi httpApi,
    Lambda lambda,
    GatewayLimits limits,
    Account account,
    Wire wire,
    ManagementGate managementGate,
    InstantSource clock,
    List<Handler> extensions) {
  public GatewayConfig {
    extensions = List.copyOf(extensions);
  }

  /** AWS's quotas, the system's clock, a perfect wire, an open gate, no extensions. */
  public static GatewayConfig of(WebSocketApi webSocketApi, HttpApi httpApi, Lambda lambda) {
    return new GatewayConfig(
        webSocketApi,
        httpApi,
        lambda,
        GatewayLimits.AWS,
        Account.LOCAL,
        Wire.PERFECT,
        ManagementGate.OPEN,
        InstantSource.system(),
        List.of());
  }

  public GatewayConfig withLimits(GatewayLimits changed) {
    return new GatewayConfig(
        webSocketApi, httpApi, lambda, changed, account, wire, managementGate, clock, extensions);
  }

  public GatewayConfig withAccount(Account changed) {
    return new GatewayConfig(
        webSocketApi, httpApi, lambda, limits, changed, wire, managementGate, clock, extensions);
  }

  public GatewayConfig withWire(Wire changed) {
    return new GatewayConfig(
        webSocketApi, httpApi, lambda, limits, account, changed, managementGate, clock, extensions);
  }

  public GatewayConfig withManagementGate(ManagementGate changed) {
    return new GatewayConfig(
        webSocketApi, httpApi, lambda, limits, account, wire, changed, clock, extensions);
  }

  public GatewayConfig withClock(InstantSource changed) {
    return new GatewayConfig(
        webSocketApi, httpApi, lambda, limits, account, wire, managementGate, changed, extensions);
  }

  public GatewayConfig withExtensions(List<Handler> changed) {
    return new GatewayConfig(
        webSocketApi, httpApi, lambda, limits, account, wire, managementGate, clock, changed);
  }
}
