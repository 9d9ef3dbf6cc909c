package dev.offhook.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a browser finds its way through NATs.
 *
 * @param expiresAt when the credentials among them are no longer good; absent if there are none
 */
public record IceServers(List<IceServer> servers, Optional<Instant> expiresAt) {

  public IceServers {
    servers = List.copyOf(servers);
  }

  /** No servers at all. */
  public static IceServers none() {
    return new IceServers(List.of(), Optional.empty());
  }
}
