package dev.offhook.signaling;

import dev.offhook.protocol.RoomName;
import dev.offhook.room.Room;
import dev.offhook.session.Session;
import java.time.Instant;
import java.util.List;

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

  /**
   * Gives a session its place, if and only if the room and all sessions are as they were read.
   *
   * @param before the room as it was read
   * @param after the room with the session in it and without those whose place is free again
   * @param session who joins; it leaves the room it was in
   * @param peers those who stay
   * @param freed those whose place is free again and whose sessions still exist; none of them may
   *     have been back since it was read
   */
  boolean join(
      Room before,
      Room after,
      Session session,
      List<Session> peers,
      List<Session> freed,
      Instant now);

  /**
   * Takes the session out of its room, if and only if its place is as it was read. Peers that are
   * no more are passed over.
   *
   * @param unlessBack only if the session has no connection and has had none since it was read, or
   *     has expired
   */
  boolean leave(Session session, boolean unlessBack);
}
