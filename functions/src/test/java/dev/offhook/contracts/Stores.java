package dev.offhook.contracts;

import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.SessionId;
import dev.offhook.signaling.Calls;
import dev.offhook.signaling.Counters;
import dev.offhook.signaling.Mailbox;
import dev.offhook.signaling.Rooms;
import dev.offhook.signaling.Sessions;
import dev.offhook.signaling.Tickets;

/** The stores that belong together, and what time does to them. */
public interface Stores {

  Sessions sessions();

  Calls calls();

  Rooms rooms();

  Mailbox mailbox();

  Tickets tickets();

  Counters counters();

  /** Deletes a session, as its TTL does. */
  void delete(SessionId id);

  /** Deletes a room, as its TTL does. */
  void delete(RoomName name);
}
