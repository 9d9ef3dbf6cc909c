package dev.offhook.signaling;

import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.Delivery;
import dev.offhook.protocol.ServerFrame;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Session;
import dev.offhook.signaling.Connections.Posted;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Sends frames to peers. The connection that the sender has on record is tried first, which needs
 * no look-up; only when it is gone the peer's session is read for a newer one.
 */
final class PeerPost {

  private final Sessions sessions;
  private final Connections connections;
  private final Presence presence;
  private final InstantSource clock;

  PeerPost(Sessions sessions, Connections connections, Presence presence, InstantSource clock) {
    this.sessions = sessions;
    this.connections = connections;
    this.presence = presence;
    this.clock = clock;
  }

  /**
   * Posts a frame to a peer.
   *
   * @param known where the sender has the peer on record
   */
  Delivery send(SessionId peer, Optional<ConnectionId> known, ServerFrame frame) {
    return switch (known
        .map(connection -> connections.post(connection, frame))
        .orElse(Posted.GONE)) {
      case TAKEN -> Delivery.DELIVERED;
      case REFUSED -> Delivery.NONE;
      case GONE -> sendToCurrent(peer, known, frame);
    };
  }

  private Delivery sendToCurrent(SessionId peer, Optional<ConnectionId> gone, ServerFrame frame) {
    Optional<ConnectionId> current =
        sessions
            .find(peer)
            .filter(session -> session.isConnected(clock.instant()))
            .flatMap(Session::connection);
    if (current.isEmpty()) {
      return Delivery.NONE;
    }
    if (current.equals(gone)) {
      presence.lost(peer, current.get());
      return Delivery.NONE;
    }
    return switch (connections.post(current.get(), frame)) {
      case TAKEN -> Delivery.DELIVERED;
      case REFUSED -> Delivery.NONE;
      case GONE -> {
        presence.lost(peer, current.get());
        yield Delivery.NONE;
      }
    };
  }
}
