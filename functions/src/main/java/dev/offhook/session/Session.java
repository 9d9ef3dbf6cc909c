package dev.offhook.session;

import dev.offhook.call.CallOutcome.Notice;
import dev.offhook.call.CallState;
import dev.offhook.call.CurrentCall;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.FrameId;
import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A guest's session as it was read: who, how reached, where met, in which call.
 *
 * @param expiresAt from when on it is as if it never was; whole seconds
 * @param revoked the guest ended it; kept until it expires, so that its tokens stay refused
 * @param attachment the live connection, from its {@code session:hello} on
 * @param lostAt when the last connection that was lost was lost
 * @param lost which one that was
 * @param refreshedUntil how long a token proven by {@code session:refresh} is valid
 * @param opening the offer that last opened a call
 * @param ending the end of a call that last came from this session
 * @param leaving how it last left a room
 * @param mail what waits to be sent to it
 */
public record Session(
    SessionId id,
    String displayName,
    Instant expiresAt,
    boolean revoked,
    Optional<Attachment> attachment,
    Optional<Instant> lostAt,
    Optional<ConnectionId> lost,
    Optional<Instant> refreshedUntil,
    Optional<RoomPlace> room,
    Optional<CurrentCall> call,
    Optional<Opening> opening,
    Optional<Ending> ending,
    Optional<Leaving> leaving,
    Mail mail) {

  /**
   * A connection that frames can be posted to.
   *
   * @param since when API Gateway opened it; of two, the later one is the session's
   */
  public record Attachment(ConnectionId connection, Instant since) {}

  /** Which frame opened which call, and when: how a repetition of it is known. */
  public record Opening(FrameId frame, CallId call, Instant at) {}

  /**
   * Which call this session ended, and as what its peer is told: so that a handler that died
   * between its commit and its send can be made up for.
   *
   * @param frame the id of the frame that ended it
   */
  public record Ending(
      Optional<FrameId> frame, CallId call, SessionId peer, Notice notice, Instant at) {}

  /**
   * Which room this session left, and what those who were there with it are told; kept for the same
   * reason as {@link Ending}.
   *
   * @param frame the id of the frame by which it left
   * @param reason as in {@code room:peer-left}
   */
  public record Leaving(
      Optional<FrameId> frame, RoomName room, Set<SessionId> peers, String reason, Instant at) {
    public Leaving {
      peers = Collections.unmodifiableSet(new LinkedHashSet<>(peers));
    }

    /** The leaving of that place. */
    public static Leaving of(RoomPlace place, Optional<FrameId> frame, String reason, Instant at) {
      return new Leaving(frame, place.room(), place.peers().keySet(), reason, at);
    }
  }

  /** A session that nothing has happened to yet. */
  public static Session fresh(SessionId id, String displayName, Instant expiresAt) {
    return new Session(
        id,
        displayName,
        expiresAt,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Mail.NONE);
  }

  /** The live connection. */
  public Optional<ConnectionId> connection() {
    return attachment.map(Attachment::connection);
  }

  /** Where frames for this session can be posted at once: nowhere while older ones wait. */
  public Optional<ConnectionId> directConnection() {
    return mail.isOpen() ? Optional.empty() : connection();
  }

  public CallState callState() {
    return call.map(CurrentCall::state).orElse(CallState.NONE);
  }

  /** Whether it counts at all: neither revoked nor expired. */
  public boolean isAlive(Instant now) {
    return !revoked && expiresAt.isAfter(now);
  }

  /** Whether frames reach it. */
  public boolean isConnected(Instant now) {
    return isAlive(now) && attachment.isPresent();
  }

  /** Whether it is connected, or lost its connection less than the resume window ago. */
  public boolean isPresent(Instant now, Duration resumeWindow) {
    return isConnected(now) || (isAlive(now) && lostAfter(now.minus(resumeWindow)));
  }

  /** Whether its last loss of a connection was after that time. */
  public boolean lostAfter(Instant time) {
    return lostAt.isPresent() && lostAt.get().isAfter(time);
  }
}
