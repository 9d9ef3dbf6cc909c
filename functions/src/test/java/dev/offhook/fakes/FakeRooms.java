package dev.offhook.fakes;

import static java.time.temporal.ChronoUnit.MILLIS;

import dev.offhook.fakes.FakeStores.StoredRoom;
import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.SessionId;
import dev.offhook.room.Room;
import dev.offhook.session.RoomPlace;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Leaving;
import dev.offhook.signaling.Rooms;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rooms in memory. */
final class FakeRooms implements Rooms {

  private static final Duration KEPT = Duration.ofDays(7);

  private final FakeStores stores;
  private final InstantSource clock;

  FakeRooms(FakeStores stores, InstantSource clock) {
    this.stores = stores;
    this.clock = clock;
  }

  @Override
  public Room find(RoomName name) {
    synchronized (stores.lock) {
      return at(name, clock.instant());
    }
  }

  private Room at(RoomName name, Instant now) {
    StoredRoom stored = stores.roomsByName.get(name);
    return stored == null || !stored.expiresAt().isAfter(now) ? Room.empty(name) : stored.room();
  }

  @Override
  public boolean join(Joining joining) {
    Room before = joining.before();
    Room after = joining.after();
    Session session = joining.session();
    List<Session> peers = joining.peers();
    List<Session> freed = joining.freed();
    Instant now = joining.now();
    synchronized (stores.lock) {
      RoomName name = after.name();
      Optional<RoomPlace> old = joining.left();
      boolean possible =
          areDistinct(session, peers, freed, old)
              && at(name, now).places().equals(before.places())
              && mayEnter(session, now)
              && peers.stream().allMatch(peer -> isPeer(peer, name))
              && freed.stream().allMatch(goer -> isGoneOrAway(goer, name, now));
      if (possible) {
        old.ifPresent(place -> quit(session.id(), place));
        stores.roomsByName.put(name, new StoredRoom(after, now.plus(KEPT)));
        enter(joining);
        peers.forEach(peer -> welcome(peer, session, before, after));
        freed.forEach(
            goer ->
                stores
                    .session(goer.id())
                    .ifPresent(stored -> free(stored, joining.leavingOf(goer))));
      }
      return possible;
    }
  }

  private static boolean areDistinct(
      Session session, List<Session> peers, List<Session> freed, Optional<RoomPlace> old) {
    List<SessionId> all = new ArrayList<>(List.of(session.id()));
    peers.forEach(peer -> all.add(peer.id()));
    freed.forEach(goer -> all.add(goer.id()));
    old.ifPresent(place -> all.addAll(place.peers().keySet()));
    return new HashSet<>(all).size() == all.size();
  }

  private boolean mayEnter(Session read, Instant now) {
    return stores
        .session(read.id())
        .filter(session -> session.isAlive(now) && session.isReachedAsIn(read))
        .filter(session -> session.isInRoomAsIn(read))
        .isPresent();
  }

  private boolean isPeer(Session read, RoomName name) {
    return stores
        .session(read.id())
        .filter(session -> session.isIn(name) && session.isReachedAsIn(read))
        .isPresent();
  }

  private boolean isGoneOrAway(Session read, RoomName name, Instant now) {
    Optional<StoredSession> session = stores.session(read.id());
    return session.isEmpty()
        || (session.get().isIn(name)
            && !session.get().isConnected(now)
            && session.get().lostAt.equals(read.lostAt()));
  }

  private void enter(Joining joining) {
    StoredSession stored = stores.session(joining.session().id()).orElseThrow();
    stored.room = Optional.of(joining.place());
    joining.leaving().ifPresent(memory -> stored.leaving = Optional.of(inMillis(memory)));
  }

  private static void free(StoredSession goer, Leaving memory) {
    goer.room = Optional.empty();
    goer.leaving = Optional.of(inMillis(memory));
  }

  private static Leaving inMillis(Leaving memory) {
    return new Leaving(
        memory.frame(),
        memory.room(),
        memory.peers(),
        memory.reason(),
        memory.at().truncatedTo(MILLIS));
  }

  private void welcome(Session peer, Session joined, Room before, Room after) {
    StoredSession stored = stores.session(peer.id()).orElseThrow();
    Set<SessionId> goers = new HashSet<>(before.places().keySet());
    goers.removeAll(after.places().keySet());
    goers.forEach(stored::forget);
    stored.reach(joined.id(), joined.directConnection());
  }

  @Override
  public boolean leave(Session session, Leaving leaving, boolean unlessBack) {
    synchronized (stores.lock) {
      StoredSession stored = stores.sessionsById.get(session.id());
      if (session.room().isEmpty() || stored == null || !stored.isInRoomAsIn(session)) {
        return false;
      }
      boolean back = stored.isConnected(clock.instant()) || !stored.lostAt.equals(session.lostAt());
      if (unlessBack && back) {
        return false;
      }
      quit(session.id(), session.room().get());
      stored.room = Optional.empty();
      stored.leaving = Optional.of(inMillis(leaving));
      return true;
    }
  }

  @Override
  public boolean announced(SessionId session, RoomName room, Instant since) {
    synchronized (stores.lock) {
      Optional<StoredSession> unannounced =
          stores
              .session(session)
              .filter(stored -> stored.isIn(room))
              .filter(
                  stored -> stored.room.flatMap(RoomPlace::unannounced).equals(Optional.of(since)));
      unannounced.ifPresent(StoredSession::announced);
      return unannounced.isPresent();
    }
  }

  private void quit(SessionId session, RoomPlace place) {
    StoredRoom room = stores.roomsByName.get(place.room());
    if (room != null) {
      Room without = room.room().without(Set.of(session));
      stores.roomsByName.put(place.room(), new StoredRoom(without, room.expiresAt()));
    }
    for (SessionId peer : place.peers().keySet()) {
      stores
          .session(peer)
          .filter(stored -> stored.isIn(place.room()) && stored.hasPeer(session))
          .ifPresent(stored -> stored.forget(session));
    }
  }
}
