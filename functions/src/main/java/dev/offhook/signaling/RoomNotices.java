package dev.offhook.signaling;

import dev.offhook.protocol.Peer;
import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.ServerFrame;
import dev.offhook.protocol.ServerFrame.PeerJoined;
import dev.offhook.protocol.ServerFrame.PeerLeft;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.RoomPlace;
import dev.offhook.session.Session;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the others in a room get to see. */
final class RoomNotices {

  private final Sessions sessions;
  private final Rooms rooms;
  private final PeerPost post;
  private final InstantSource clock;

  RoomNotices(Sessions sessions, Rooms rooms, PeerPost post, InstantSource clock) {
    this.sessions = sessions;
    this.rooms = rooms;
    this.post = post;
    this.clock = clock;
  }

  /**
   * Tells those who are in a room that a session came, and notes that they know.
   *
   * @param connected whether it said hello: it may come before
   */
  void came(Session self, RoomPlace place, boolean connected) {
    PeerJoined frame =
        new PeerJoined(place.room(), new Peer(self.id(), self.displayName(), connected));
    place.peers().forEach((mate, connection) -> post.send(mate, connection, frame));
    place
        .unannounced()
        .filter(since -> !rooms.announced(self.id(), place.room(), since))
        .filter(since -> !isIn(place.room(), sessions.find(self.id())))
        // It left at the same time: that may have been told before its coming.
        .ifPresent(since -> gone(self, place, PeerLeft.LEFT));
  }

  private static boolean isIn(RoomName room, Optional<Session> session) {
    return session.flatMap(Session::room).filter(place -> place.room().equals(room)).isPresent();
  }

  /** Tells those whom a session shared a room with that it left. */
  void left(Session self, RoomPlace place) {
    left(self, place, PeerLeft.LEFT, self.isConnected(clock.instant()));
  }

  /** Tells those whom a session shared a room with that it is gone: there is no way to reach it. */
  void gone(Session self, RoomPlace place, String reason) {
    left(self, place, reason, false);
  }

  private void left(Session self, RoomPlace place, String reason, boolean connected) {
    Peer peer = new Peer(self.id(), self.displayName(), connected);
    left(place.peers().keySet(), new PeerLeft(place.room(), peer, reason));
  }

  /** Tells those whom a session shared a room with again how it left. */
  void left(Session self, Session.Leaving leaving) {
    boolean connected = leaving.reason().equals(PeerLeft.LEFT) && self.isConnected(clock.instant());
    Peer peer = new Peer(self.id(), self.displayName(), connected);
    left(leaving.peers(), new PeerLeft(leaving.room(), peer, leaving.reason()));
  }

  /** Not to where they were reached last: the notice of the coming may wait for them still. */
  private void left(Set<SessionId> mates, PeerLeft frame) {
    mates.forEach(mate -> post.send(mate, Optional.empty(), frame));
  }

  /** Tells those sessions. */
  void tell(List<Session> peers, ServerFrame frame) {
    peers.forEach(peer -> post.send(peer.id(), peer.directConnection(), frame));
  }
}
