package dev.offhook.fakes;

import dev.offhook.call.CurrentCall;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Mail;
import dev.offhook.session.Rate;
import dev.offhook.session.RoomPlace;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Attachment;
import dev.offhook.session.Session.Ending;
import dev.offhook.session.Session.Leaving;
import dev.offhook.session.Session.Opening;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A session as the fakes keep it: what a record says, but changeable. */
final class StoredSession {

  final SessionId id;
  final String displayName;
  Instant expiresAt;
  boolean revoked;
  Optional<Attachment> attachment = Optional.empty();
  Optional<Instant> newestSince = Optional.empty();
  Optional<Instant> lostAt = Optional.empty();
  Optional<ConnectionId> lost = Optional.empty();
  Optional<Instant> refreshedUntil = Optional.empty();
  Optional<RoomPlace> room = Optional.empty();
  Optional<CurrentCall> call = Optional.empty();
  Optional<Opening> opening = Optional.empty();
  Optional<Ending> ending = Optional.empty();
  Optional<Leaving> leaving = Optional.empty();
  Mail mail = Mail.NONE;
  long rateUntil = Rate.UNUSED;

  StoredSession(Session fresh) {
    id = fresh.id();
    displayName = fresh.displayName();
    expiresAt = fresh.expiresAt();
  }

  void attach(Attachment newer) {
    attachment = Optional.of(newer);
    newestSince = Optional.of(newer.since());
  }

  Session read() {
    return new Session(
        id,
        displayName,
        expiresAt,
        revoked,
        attachment,
        lostAt,
        lost,
        refreshedUntil,
        room,
        call,
        opening,
        ending,
        leaving,
        mail);
  }

  boolean isAlive(Instant now) {
    return !revoked && expiresAt.isAfter(now);
  }

  boolean isConnected(Instant now) {
    return attachment.isPresent() && expiresAt.isAfter(now);
  }

  boolean isReachedAsIn(Session read) {
    return read().connection().equals(read.connection());
  }

  /** Whether its place, but for the frame that took it, is what it was when it was read. */
  boolean isInRoomAsIn(Session read) {
    return room.map(RoomPlace::room).equals(read.room().map(RoomPlace::room))
        && room.map(RoomPlace::peers).equals(read.room().map(RoomPlace::peers));
  }

  boolean isIn(RoomName name) {
    return room.map(RoomPlace::room).equals(Optional.of(name));
  }

  boolean isIn(CallId id) {
    return call.map(CurrentCall::id).equals(Optional.of(id));
  }

  boolean hasPeer(SessionId peer) {
    return room.filter(place -> place.peers().containsKey(peer)).isPresent();
  }

  /** Notes where a peer in the room is reached. */
  void reach(SessionId peer, Optional<ConnectionId> connection) {
    RoomPlace place = room.orElseThrow();
    Map<SessionId, Optional<ConnectionId>> peers = new LinkedHashMap<>(place.peers());
    peers.put(peer, connection);
    room = Optional.of(new RoomPlace(place.room(), peers, place.unannounced()));
  }

  /** The others in the room know that it is there. */
  void announced() {
    RoomPlace place = room.orElseThrow();
    room = Optional.of(new RoomPlace(place.room(), place.peers(), Optional.empty()));
  }

  /** Counts a peer out of the room. */
  void forget(SessionId peer) {
    RoomPlace place = room.orElseThrow();
    Map<SessionId, Optional<ConnectionId>> peers = new LinkedHashMap<>(place.peers());
    peers.remove(peer);
    room = Optional.of(new RoomPlace(place.room(), peers, place.unannounced()));
  }
}
