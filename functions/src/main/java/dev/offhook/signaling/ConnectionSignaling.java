package dev.offhook.signaling;

import dev.offhook.call.CurrentCall;
import dev.offhook.protocol.ClientFrame.Hello;
import dev.offhook.protocol.ClientFrame.Ping;
import dev.offhook.protocol.ClientFrame.Resume;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.FrameId;
import dev.offhook.protocol.Peer;
import dev.offhook.protocol.ServerFrame.CallSummary;
import dev.offhook.protocol.ServerFrame.ConnectionTimes;
import dev.offhook.protocol.ServerFrame.Established;
import dev.offhook.protocol.ServerFrame.PeerResumed;
import dev.offhook.protocol.ServerFrame.Pong;
import dev.offhook.protocol.ServerFrame.Replaced;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.RoomPlace;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Attachment;
import dev.offhook.signaling.Reachability.Reached;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code session:hello}: makes a connection its session's and tells where everything stands. */
final class ConnectionSignaling {

  private final Reachability reachability;
  private final Untold untold;
  private final Connections connections;
  private final Timers timers;
  private final IceServerSource iceServers;
  private final PeerPost post;
  private final Settings settings;
  private final InstantSource clock;

  ConnectionSignaling(
      Reachability reachability,
      Untold untold,
      Ports ports,
      PeerPost post,
      Settings settings,
      InstantSource clock) {
    this.reachability = reachability;
    this.untold = untold;
    this.connections = ports.connections();
    this.timers = ports.timers();
    this.iceServers = ports.iceServers();
    this.post = post;
    this.settings = settings;
    this.clock = clock;
  }

  /** Closes a connection that comes too late: a newer one is the session's. */
  Reply superseded(Speaker me, Optional<FrameId> frame) {
    replace(me.connection(), new Replaced(frame));
    return new Reply.Silence();
  }

  /**
   * Answers a hello, once what waited for the session is delivered.
   *
   * @param before the session as it was before the connection became its own
   */
  Reply established(Speaker me, Session before, Hello frame) {
    watchExpiry(me, before);
    if (!before.connection().equals(Optional.of(me.connection()))) {
      // Another page may be here now, which doesn't repeat what the one before had no answer to.
      untold.tellAgain(before, before.lostAt().orElse(clock.instant()));
      untold.announce(before);
    }
    Reached reached = reachability.reach(before, me.connection());
    resume(reached, frame);
    // Last: nothing is posted to the old connection any more when it closes.
    before
        .connection()
        .filter(old -> !old.equals(me.connection()))
        .ifPresent(old -> replace(old, new Replaced(Optional.empty())));
    return new Reply.Answer(frame(me, before, reached, frame));
  }

  /**
   * Answers a ping. The session may be in a room where nobody knows of it: the page that went there
   * was closed before it could repeat the frame whose handler died.
   */
  Reply pong(Session self, Ping frame) {
    untold.announce(self);
    return new Reply.Answer(new Pong(frame.id(), clock.instant()));
  }

  /** Starts a timer only if the session may expire while the connection lives. */
  private void watchExpiry(Speaker me, Session self) {
    if (self.expiresAt().isBefore(me.connectedAt().plus(settings.reconnectBefore()))) {
      Duration left = Duration.between(clock.instant(), self.expiresAt());
      timers.start(new Timers.Timer.Expiry(self.id()), left);
    }
  }

  private void replace(ConnectionId old, Replaced frame) {
    connections.post(old, frame);
    connections.close(old);
  }

  private void resume(Reached reached, Hello frame) {
    Session self = reached.self();
    Optional<Resume> resume =
        frame
            .resume()
            .filter(named -> self.call().map(CurrentCall::id).equals(Optional.of(named.callId())));
    Optional<Session> peer = self.call().map(CurrentCall::peer).map(reached.peers()::get);
    if (resume.isPresent() && peer.isPresent()) {
      post.send(
          peer.get().id(),
          peer.get().directConnection(),
          new PeerResumed(resume.get().callId(), resume.get().lastSeq()));
    }
  }

  private Established frame(Speaker me, Session before, Reached reached, Hello frame) {
    Instant now = clock.instant();
    Session self = reached.self();
    Map<SessionId, Session> peers = reached.peers();
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
        iceServers.serversFor(self.id(), now),
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
