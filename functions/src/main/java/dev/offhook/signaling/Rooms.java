package dev.offhook.signaling;

import static java.time.temporal.ChronoUnit.MILLIS;

import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.FrameId;
import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.ServerFrame.PeerLeft;
import dev.offhook.protocol.SessionId;
import dev.offhook.room.Room;
import dev.offhook.session.RoomPlace;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Leaving;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rooms. A change of a room changes the sessions that are in it in the same transaction; each
 * method is one request to the store. {@code false} says that what was decided on is no longer so:
 * load and decide again.
 */
public interface Rooms {

  /**
   * The room as it is now; an empty one if there is none of that name, or nobody joined it for a
   * week.
   */
  Room find(RoomName name);

  /** Gives a session its place, if and only if the room and all sessions are as they were read. */
  boolean join(Joining joining);

  /**
   * Takes the session out of its room, if and only if its place is as it was read. Peers that are
   * no more are passed over.
   *
   * @param leaving what the session remembers
   * @param unlessBack only if the session has no connection and has had none since it was read, or
   *     has expired
   */
  boolean leave(Session session, Leaving leaving, boolean unlessBack);

  /**
   * Notes that the others in the room know of the session, if and only if it is there since then.
   *
   * @param since as in {@link RoomPlace#unannounced}
   * @return whether that was so
   */
  boolean announced(SessionId session, RoomName room, Instant since);

  /**
   * Somebody's coming into a room.
   *
   * @param before the room as it was read
   * @param after the room with the session in it and without those whose place is free again
   * @param session who joins; it leaves the room it was in
   * @param peers those who stay
   * @param freed those whose place is free again and whose sessions still exist; none of them may
   *     have been back since it was read
   * @param frame the id of the frame that joins
   */
  record Joining(
      Room before,
      Room after,
      Session session,
      List<Session> peers,
      List<Session> freed,
      Optional<FrameId> frame,
      Instant now) {

    public Joining {
      peers = List.copyOf(peers);
      freed = List.copyOf(freed);
    }

    /** The room that the session leaves by joining this one. */
    public Optional<RoomPlace> left() {
      return session.room().filter(old -> !old.room().equals(after.name()));
    }

    /** What the session remembers of leaving that room. */
    public Optional<Leaving> leaving() {
      return left().map(old -> Leaving.of(old, frame, PeerLeft.LEFT, now));
    }

    /** What one whose place is free again remembers of that. */
    public Leaving leavingOf(Session goer) {
      return Leaving.of(goer.room().orElseThrow(), Optional.empty(), PeerLeft.DISCONNECTED, now);
    }

    /** The session's new place. */
    public RoomPlace place() {
      Map<SessionId, Optional<ConnectionId>> reached = new LinkedHashMap<>();
      peers.forEach(peer -> reached.put(peer.id(), peer.directConnection()));
      Optional<Instant> unannounced =
          peers.isEmpty() ? Optional.empty() : Optional.of(now.truncatedTo(MILLIS));
      return new RoomPlace(after.name(), reached, unannounced);
    }
  }
}
