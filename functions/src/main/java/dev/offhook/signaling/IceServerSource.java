package dev.offhook.signaling;

import dev.offhook.protocol.IceServers;
import dev.offhook.protocol.SessionId;
import java.time.Instant;

/** Gives ICE servers to sessions. */
@FunctionalInterface
public interface IceServerSource {

  /**
   * What a session may use from now on. It answers within two seconds, for somebody waits.
   *
   * @throws IceServersUnavailableException if there is nothing to give at the moment
   */
  IceServers serversFor(SessionId session, Instant now);
}
