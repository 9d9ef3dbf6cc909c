package dev.offhook.signaling;

import dev.offhook.call.CurrentCall;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.ClientFrame.Hello;
import dev.offhook.protocol.ClientFrame.Resume;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.Peer;
import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.ServerFrame.CallSummary;
import dev.offhook.protocol.ServerFrame.ConnectionTimes;
import dev.offhook.protocol.ServerFrame.Established;
import dev.offhook.protocol.ServerFrame.PeerResumed;
import dev.offhook.protocol.ServerFrame.Replaced;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.RoomPlace;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Attachment;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code session:hello}: makes a connection its session's and tells where everything stands. */
final class ConnectionSignaling {

  private static final int MAX_LOADS = 3;

  private final Sessions sessions;
  private final Connections connections;
  private final PeerPost post;
  private final Settings settings;
  private final InstantSource clock;

  ConnectionSignaling(
      Sessions sessions,
      Connections connections,
      PeerPost post,
      Settings settings,
      InstantSource clock) {
    this.sessions = sessions;
    this.connections = connections;
    this.post = post;
    this.settings = settings;
    this.clock = clock;
  }

  /** Closes a connection that comes too late: a newer one is the session's. */
  Reply superseded(Speaker me) {
    replace(me.connection());
    return new Reply.Silence();
  }

  /**
   * Answers a hello.
   *
   * @param before the session as it was before the connection became its own
   */
  Reply established(Speaker me, Session before, Hello frame) {
    Session self = before;
    Map<SessionId, Session> peers = new LinkedHashMap<>();
    for (int loads = 1; loads <= MAX_LOADS && !tellPeers(self, me.connection(), peers); loads++) {
      self = sessions.find(me.session()).orElse(self);
      peers.clear();
    }
    resume(self, frame, peers);
    // Last: nothing is posted to the old connection any more when it closes.
    before.connection().filter(old -> !old.equals(me.connection())).ifPresent(this::replace);
    return new Reply.Answer(frame(me, before, self, peers, frame));
  }

  private void replace(ConnectionId old) {
    connections.post(old, new Replaced());
    connections.close(old);
  }

  /**
   * Tells all peers where this session is reached now; false if one of them is a peer no longer.
   */
  private boolean tellPeers(Session self, ConnectionId connection, Map<SessionId, Session> peers) {
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

  private static Set<SessionId> peerIds(Session self) {
    Set<SessionId> peers = new LinkedHashSet<>();
    self.room().ifPresent(place -> peers.addAll(place.peers().keySet()));
    self.call().ifPresent(call -> peers.add(call.peer()));
    return peers;
  }

  private void resume(Session self, Hello frame, Map<SessionId, Session> peers) {
    Optional<Resume> resume =
        frame
            .resume()
            .filter(named -> self.call().map(CurrentCall::id).equals(Optional.of(named.callId())));
    Optional<Session> peer = self.call().map(CurrentCall::peer).map(peers::get);
    if (resume.isPresent() && peer.isPresent()) {
      post.send(
          peer.get().id(),
          peer.get().connection(),
          new PeerResumed(resume.get().callId(), resume.get().lastSeq()));
    }
  }

  private Established frame(
      Speaker me, Session before, Session self, Map<SessionId, Session> peers, Hello frame) {
    Instant now = clock.instant();
    List<Peer> mates =
        self.room().map(RoomPlace::peers).orElse(Map.of()).keySet().stream()
            .flatMap(mate -> Optional.ofNullable(peers.get(mate)).stream())
            .map(mate -> RoomSignaling.peer(mate, now))
            .toList();
    Optional<CallSummary> call =
        self.call()
            .flatMap(
                current ->
                    Optional.ofNullable(peers.get(current.peer()))
                        .map(peer -> summary(current, RoomSignaling.peer(peer, now))));
    return new Established(
        frame.id(),
        self.id(),
        self.displayName(),
        me.connection(),
        isResumed(me, before),
        times(me, before, now),
        settings.iceServers(),
        self.room().map(RoomPlace::room),
        mates,
        call,
        settings.limits());
  }

  private static CallSummary summary(CurrentCall call, Peer peer) {
    return new CallSummary(
        call.id(), peer, call.role().wireName(), call.state().wireName(), call.type());
  }

  private ConnectionTimes times(Speaker me, Session before, Instant now) {
    Instant tokenExpiresAt =
        before
            .refreshedUntil()
            .filter(refreshed -> refreshed.isAfter(me.tokenExpiresAt()))
            .orElse(me.tokenExpiresAt());
    return new ConnectionTimes(
        Math.toIntExact(settings.heartbeat().toSeconds()),
        me.connectedAt().plus(settings.reconnectBefore()),
        tokenExpiresAt,
        Math.toIntExact(settings.resumeWindow().toSeconds()),
        now);
  }

  /** Whether the connection before this one was lost within the resume window. */
  private boolean isResumed(Speaker me, Session before) {
    Optional<ConnectionId> old = before.attachment().map(Attachment::connection);
    boolean tookOver = old.isPresent() && !old.get().equals(me.connection());
    return tookOver || before.lostAfter(me.connectedAt().minus(settings.resumeWindow()));
  }
}
