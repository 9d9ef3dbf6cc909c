package dev.offhook.fakes;

import dev.offhook.call.CallRecord;
import dev.offhook.contracts.Stores;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.SessionId;
import dev.offhook.room.Room;
import dev.offhook.session.Rate;
import dev.offhook.session.TokenCheck.Claims;
import dev.offhook.signaling.Calls;
import dev.offhook.signaling.Counters;
import dev.offhook.signaling.Mailbox;
import dev.offhook.signaling.Mailbox.Letter;
import dev.offhook.signaling.Rooms;
import dev.offhook.signaling.Sessions;
import dev.offhook.signaling.Tickets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** The stores in memory, behind one lock: each method is one step. */
public final class FakeStores implements Stores {

  record StoredRoom(Room room, Instant expiresAt) {}

  record StoredTicket(Claims claims, Instant expiresAt) {}

  final Object lock = new Object();
  final Map<SessionId, StoredSession> sessionsById = new LinkedHashMap<>();
  final Map<CallId, CallRecord> callsById = new LinkedHashMap<>();
  final Map<RoomName, StoredRoom> roomsByName = new LinkedHashMap<>();
  final Map<SessionId, SortedMap<Long, Letter>> lettersBySession = new LinkedHashMap<>();
  final Map<String, Long> counted = new LinkedHashMap<>();
  final Map<String, StoredTicket> ticketsByHash = new LinkedHashMap<>();

  private final Sessions sessions;
  private final Calls calls;
  private final Rooms rooms;
  private final Mailbox mailbox;
  private final Tickets tickets;
  private final Counters counters = new FakeCounters(this);

  public FakeStores(Rate rate, Duration resumeWindow, InstantSource clock) {
    sessions = new FakeSessions(this, rate, resumeWindow);
    calls = new FakeCalls(this);
    rooms = new FakeRooms(this, clock);
    mailbox = new FakeMailbox(this);
    tickets = new FakeTickets(this);
  }

  @Override
  public Sessions sessions() {
    return sessions;
  }

  @Override
  public Mailbox mailbox() {
    return mailbox;
  }

  @Override
  public Tickets tickets() {
    return tickets;
  }

  @Override
  public Counters counters() {
    return counters;
  }

  @Override
  public Calls calls() {
    return calls;
  }

  @Override
  public Rooms rooms() {
    return rooms;
  }

  @Override
  public void delete(SessionId id) {
    synchronized (lock) {
      sessionsById.remove(id);
    }
  }

  @Override
  public void delete(RoomName name) {
    synchronized (lock) {
      roomsByName.remove(name);
    }
  }

  Optional<StoredSession> session(SessionId id) {
    return Optional.ofNullable(sessionsById.get(id));
  }
}
