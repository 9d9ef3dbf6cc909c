package dev.offhook.signaling;

import dev.offhook.call.CurrentCall;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.RoomPlace;
import dev.offhook.session.Session;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sees to it that a session is reached where it is now: that it gets what waited for it, and that
 * its peers have its connection on record. In that order, so that nothing newer comes first.
 */
final class Reachability {

  private static final int MAX_LOADS = 3;

  private final Sessions sessions;
  private final MailDelivery delivery;

  Reachability(Sessions sessions, MailDelivery delivery) {
    this.sessions = sessions;
    this.delivery = delivery;
  }

  /**
   * A session and its peers as they are.
   *
   * @param peers those of its room and its call
   */
  record Reached(Session self, Map<SessionId, Session> peers) {}

  /**
   * Delivers the session's mail, if there is any, and tells its peers of its connection then. They
   * are not told as long as something waits: until then what they send takes a place behind it.
   *
   * @param session as it was read last
   */
  Reached reach(Session session, ConnectionId connection) {
    if (!session.mail().isOpen()) {
      return tellPeers(session, connection);
    }
    return delivery
        .deliver(session, connection)
        .map(closed -> tellPeers(closed, connection))
        .orElseGet(() -> untold(session));
  }

  private Reached tellPeers(Session session, ConnectionId connection) {
    Session self = session;
    Map<SessionId, Session> peers = new LinkedHashMap<>();
    for (int loads = 1; loads <= MAX_LOADS && !tell(self, connection, peers); loads++) {
      self = sessions.find(session.id()).orElse(self);
      peers.clear();
    }
    return new Reached(self, peers);
  }

  /** Tells all peers; false if one of them is a peer no longer. */
  private boolean tell(Session self, ConnectionId connection, Map<SessionId, Session> peers) {
    boolean all = true;
    for (SessionId peer : peerIds(self)) {
      Optional<RoomName> room =
          self.room().filter(place -> place.peers().containsKey(peer)).map(RoomPlace::room);
      Optional<CallId> call =
          self.call().filter(current -> current.peer().equals(peer)).map(CurrentCall::id);
      Optional<Session> told = sessions.tellPeer(peer, self.id(), connection, room, call);
      told.ifPresent(session -> peers.put(peer, session));
      all &= told.isPresent();
    }
    return all;
  }

  private Reached untold(Session session) {
    Session self = sessions.find(session.id()).orElse(session);
    Map<SessionId, Session> peers = new LinkedHashMap<>();
    sessions.findAll(List.copyOf(peerIds(self))).forEach(peer -> peers.put(peer.id(), peer));
    return new Reached(self, peers);
  }

  private static Set<SessionId> peerIds(Session self) {
    Set<SessionId> peers = new LinkedHashSet<>();
    self.room().ifPresent(place -> peers.addAll(place.peers().keySet()));
    self.call().ifPresent(call -> peers.add(call.peer()));
    return peers;
  }
}
