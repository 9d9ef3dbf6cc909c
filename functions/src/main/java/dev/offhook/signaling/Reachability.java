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
      return tellPeers(session, connection, known(session));
    }
    return delivery
        .deliver(session, connection)
        .map(closed -> tellPeers(closed, connection, known(session)))
        .orElseGet(() -> untold(session));
  }

  /** Where peers may have a session on record, if nothing came in between. */
  private static Set<ConnectionId> known(Session before) {
    Set<ConnectionId> known = new LinkedHashSet<>();
    before.connection().ifPresent(known::add);
    before.lost().ifPresent(known::add);
    return known;
  }

  private Reached tellPeers(Session session, ConnectionId connection, Set<ConnectionId> known) {
    Telling telling = new Telling(session, connection, known);
    for (int loads = 1; loads <= MAX_LOADS && !telling.tellAll(); loads++) {
      telling.reload();
    }
    telling.putRight();
    return new Reached(telling.self, telling.peers);
  }

  /** Telling the peers of a session, while another hello of it may do the same. */
  private final class Telling {
    private final ConnectionId connection;
    private final Set<ConnectionId> known;
    private final Map<SessionId, Session> peers = new LinkedHashMap<>();
    private Session self;
    private boolean surprised;

    Telling(Session self, ConnectionId connection, Set<ConnectionId> known) {
      this.self = self;
      this.connection = connection;
      this.known = known;
    }

    /** Tells all peers; false if one of them is a peer no longer. */
    boolean tellAll() {
      boolean all = true;
      for (SessionId peer : peerIds(self)) {
        Optional<Session> told = tell(peer, connection);
        told.ifPresent(session -> note(peer, session));
        all &= told.isPresent();
      }
      return all;
    }

    private void note(SessionId peer, Session before) {
      peers.put(peer, before);
      surprised |= isSurprising(recordOf(before));
    }

    /** A record of a connection that this handler knows nothing of may be of a later one. */
    private boolean isSurprising(Optional<ConnectionId> onRecord) {
      return onRecord.isPresent()
          && !onRecord.get().equals(connection)
          && !known.contains(onRecord.get());
    }

    /** Where that peer had this session on record. */
    private Optional<ConnectionId> recordOf(Session peer) {
      Optional<CurrentCall> call = peer.call().filter(current -> current.peer().equals(self.id()));
      return call.isPresent()
          ? call.get().peerConnection()
          : peer.room().flatMap(place -> place.peers().getOrDefault(self.id(), Optional.empty()));
    }

    void reload() {
      self = sessions.find(self.id()).orElse(self);
      peers.clear();
    }

    /** Gives the peers the connection of a hello that came in between. */
    void putRight() {
      if (surprised) {
        sessions
            .find(self.id())
            .flatMap(Session::directConnection)
            .filter(later -> !later.equals(connection))
            .ifPresent(later -> peerIds(self).forEach(peer -> tell(peer, later)));
      }
    }

    private Optional<Session> tell(SessionId peer, ConnectionId where) {
      Optional<RoomName> room =
          self.room().filter(place -> place.peers().containsKey(peer)).map(RoomPlace::room);
      Optional<CallId> call =
          self.call().filter(current -> current.peer().equals(peer)).map(CurrentCall::id);
      return room.isEmpty() && call.isEmpty()
          ? Optional.empty()
          : sessions.tellPeer(peer, self.id(), where, room, call);
    }
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
