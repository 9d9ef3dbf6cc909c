package dev.offhook.ice;

import dev.offhook.protocol.IceServer;
import dev.offhook.protocol.IceServers;
import dev.offhook.protocol.SessionId;
import dev.offhook.signaling.IceServerSource;
import dev.offhook.signaling.IceServersUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All servers of several sources, in their order. A source that is unavailable is left out, and
 * somebody is told why: a call may well come about without it.
 *
 * @param unavailable is told the reason, which holds nothing secret
 */
public record CombinedIceServers(List<IceServerSource> sources, Consumer<String> unavailable)
    implements IceServerSource {

  public CombinedIceServers {
    sources = List.copyOf(sources);
  }

  @Override
  public IceServers serversFor(SessionId session, Instant now) {
    List<IceServer> servers = new ArrayList<>();
    Optional<Instant> expiresAt = Optional.empty();
    for (IceServerSource source : sources) {
      IceServers found = ask(source, session, now);
      servers.addAll(found.servers());
      expiresAt = earlier(expiresAt, found.expiresAt());
    }
    return new IceServers(servers, expiresAt);
  }

  private IceServers ask(IceServerSource source, SessionId session, Instant now) {
    try {
      return source.serversFor(session, now);
    } catch (IceServersUnavailableException without) {
      unavailable.accept(without.getMessage());
      return IceServers.none();
    }
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return Stream.concat(one.stream(), other.stream()).min(Instant::compareTo);
  }
}
