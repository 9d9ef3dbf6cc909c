package dev.offhook.signaling;

import dev.offhook.protocol.ClientFrame.JoinRoom;
import dev.offhook.protocol.ClientFrame.LeaveRoom;
import dev.offhook.protocol.ErrorCode;
import dev.offhook.protocol.FrameId;
import dev.offhook.protocol.Peer;
import dev.offhook.protocol.Refusal;
import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.ServerFrame.PeerLeft;
import dev.offhook.protocol.ServerFrame.RoomJoined;
import dev.offhook.protocol.SessionId;
import dev.offhook.room.Room;
import dev.offhook.session.Rate;
import dev.offhook.session.Rate.Decision;
import dev.offhook.session.RoomPlace;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Leaving;
import dev.offhook.signaling.Counters.Counter;
import dev.offhook.signaling.Counters.Kind;
import dev.offhook.signaling.Rooms.Joining;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Joining and leaving rooms. */
final class RoomSignaling {

  private final Sessions sessions;
  private final Rooms rooms;
  private final Connections connections;
  private final Counters counters;
  private final Presence presence;
  private final RoomNotices notices;
  private final Attempts attempts;
  private final int roomSize;
  private final Rate joins;
  private final Duration resumeWindow;
  private final InstantSource clock;

  RoomSignaling(
      Ports ports,
      Presence presence,
      RoomNotices notices,
      Attempts attempts,
      Settings settings,
      InstantSource clock) {
    this.sessions = ports.sessions();
    this.rooms = ports.rooms();
    this.connections = ports.connections();
    this.counters = ports.counters();
    this.presence = presence;
    this.notices = notices;
    this.attempts = attempts;
    this.joins = settings.allowances().joins();
    this.roomSize = settings.limits().roomSize();
    this.resumeWindow = settings.resumeWindow();
    this.clock = clock;
  }

  /** Who is in the room already is not counted: saying so again brings nobody in. */
  Reply join(Session admitted, JoinRoom frame) {
    if (!isIn(admitted, frame.room())
        && counters.take(new Counter(Kind.JOINS, frame.room().value()), joins, clock.instant())
            instanceof Decision.Refused refused) {
      return new Reply.Refused(
          Refusal.rateLimited("too many joins of this room", refused.retryAfter()));
    }
    return attempts.run(admitted, () -> reload(admitted), self -> attemptJoin(self, frame));
  }

  Reply leave(Session admitted, LeaveRoom frame) {
    return attempts.run(admitted, () -> reload(admitted), self -> attemptLeave(self, frame));
  }

  private Session reload(Session admitted) {
    return sessions.find(admitted.id()).orElse(admitted);
  }

  private Optional<Reply> attemptLeave(Session self, LeaveRoom frame) {
    if (!self.isAlive(clock.instant())) {
      return Optional.of(Reply.over(self));
    }
    if (tellAgainThatLeft(self, frame.id()) || self.room().isEmpty()) {
      return Optional.of(Reply.done());
    }
    Leaving leaving = Leaving.of(self.room().get(), frame.id(), PeerLeft.LEFT, clock.instant());
    if (!rooms.leave(self, leaving, false)) {
      return Optional.empty();
    }
    notices.left(self, self.room().get());
    return Optional.of(Reply.done());
  }

  /** Whether that frame left a room before; its handler may have died before it told the others. */
  private boolean tellAgainThatLeft(Session self, Optional<FrameId> frame) {
    Optional<Leaving> before =
        self.leaving()
            .filter(left -> Repetition.is(frame, left.frame(), left.at(), clock.instant()));
    before.filter(left -> !isIn(self, left.room())).ifPresent(left -> notices.left(self, left));
    return before.isPresent();
  }

  private Optional<Reply> attemptJoin(Session self, JoinRoom frame) {
    if (!self.isAlive(clock.instant())) {
      return Optional.of(Reply.over(self));
    }
    RoomName name = frame.room();
    Room before = rooms.find(name);
    List<Session> others = sessions.findAll(before.othersThan(self.id()));
    Instant now = clock.instant();
    List<Session> mates =
        before.othersThan(self.id()).stream()
            .flatMap(id -> others.stream().filter(other -> other.id().equals(id)))
            .filter(other -> isIn(other, name))
            .toList();
    if (before.holds(self.id()) && isIn(self, name)) {
      tellAgainThatLeft(self, frame.id());
      self.room()
          .filter(place -> place.unannounced().isPresent())
          .ifPresent(place -> notices.came(self, place, self.isConnected(now)));
      // With those who are away for too long: they may come back as long as nobody took their
      // place.
      return Optional.of(joined(frame, before, self, mates, now));
    }
    List<Session> peers = mates.stream().filter(mate -> mate.isPresent(now, resumeWindow)).toList();
    Room after = before.without(absent(before, self.id(), peers));
    if (!after.hasPlace(roomSize)) {
      peers.forEach(this::noticeIfGone);
      return Optional.of(Reply.refused(ErrorCode.ROOM_FULL, "the room has no place left"));
    }
    List<Session> freed = mates.stream().filter(mate -> !peers.contains(mate)).toList();
    return commitJoin(
        frame, new Joining(before, after.with(self.id()), self, peers, freed, frame.id(), now));
  }

  /** A place may be held by somebody who vanished without API Gateway noticing. */
  private void noticeIfGone(Session peer) {
    peer.connection()
        .filter(connection -> !connections.isLive(connection))
        .ifPresent(connection -> presence.lost(peer.id(), connection));
  }

  private Optional<Reply> commitJoin(JoinRoom frame, Joining joining) {
    if (!rooms.join(joining)) {
      return Optional.empty();
    }
    Session self = joining.session();
    List<Session> peers = joining.peers();
    Instant now = joining.now();
    joining.left().ifPresent(old -> notices.left(self, old));
    joining
        .freed()
        .forEach(
            gone ->
                notices.tell(
                    peers, new PeerLeft(frame.room(), peer(gone, now), PeerLeft.DISCONNECTED)));
    notices.came(self, joining.place(), self.isConnected(now));
    return Optional.of(joined(frame, joining.after(), self, peers, now));
  }

  private static Reply joined(
      JoinRoom frame, Room room, Session self, List<Session> peers, Instant now) {
    List<Peer> present = peers.stream().map(session -> peer(session, now)).toList();
    boolean youOffer = !present.isEmpty() && room.offers(self.id());
    return new Reply.Answer(new RoomJoined(frame.id(), frame.room(), present, youOffer));
  }

  private static Set<SessionId> absent(Room room, SessionId self, List<Session> peers) {
    Set<SessionId> present = peers.stream().map(Session::id).collect(Collectors.toSet());
    return room.places().keySet().stream()
        .filter(id -> !present.contains(id) || id.equals(self))
        .collect(Collectors.toSet());
  }

  private static boolean isIn(Session session, RoomName name) {
    return session.room().map(RoomPlace::room).equals(Optional.of(name));
  }

  static Peer peer(Session session, Instant now) {
    return new Peer(session.id(), session.displayName(), session.isConnected(now));
  }
}
