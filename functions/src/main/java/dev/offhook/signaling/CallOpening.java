package dev.offhook.signaling;

import dev.offhook.call.CallRecord;
import dev.offhook.call.CallRole;
import dev.offhook.call.CallState;
import dev.offhook.call.CurrentCall;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.ClientFrame.Offer;
import dev.offhook.protocol.Delivery;
import dev.offhook.protocol.ErrorCode;
import dev.offhook.protocol.ServerFrame;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.RoomPlace;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Opening;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Opens calls, each once however often its offer comes. */
final class CallOpening {

  private final Sessions sessions;
  private final Calls calls;
  private final Timers timers;
  private final CallNotices notices;
  private final Ids ids;
  private final Settings settings;
  private final InstantSource clock;

  CallOpening(
      Sessions sessions,
      Calls calls,
      Timers timers,
      CallNotices notices,
      Ids ids,
      Settings settings,
      InstantSource clock) {
    this.sessions = sessions;
    this.calls = calls;
    this.timers = timers;
    this.notices = notices;
    this.ids = ids;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * The answer to an offer that opened a call before. While the call rings the offer is sent again,
   * since the handler that opened it may have died before it did.
   */
  Optional<Reply> repetition(Session self, Offer offer) {
    Optional<Opening> opened =
        self.opening()
            .filter(
                opening ->
                    Repetition.is(
                        offer.id(), Optional.of(opening.frame()), opening.at(), clock.instant()));
    return opened.map(opening -> repeat(self, offer, opening.call()));
  }

  private Reply repeat(Session self, Offer offer, CallId opened) {
    Optional<CurrentCall> call = self.call().filter(current -> current.id().equals(opened));
    if (call.isEmpty()) {
      return new Reply.Done(Delivery.NONE, Optional.of(opened));
    }
    if (call.get().state() == CallState.ACTIVE) {
      return new Reply.Done(Delivery.DELIVERED, Optional.of(opened));
    }
    return offered(self, call.get(), offer);
  }

  /** Opens a call to whom the offer is meant for; empty if somebody was faster. */
  Optional<Reply> open(Session self, Offer offer) {
    Optional<SessionId> to = offer.to().or(() -> onlyRoomMate(self));
    if (to.isEmpty()) {
      return Optional.of(
          Reply.refused(ErrorCode.NO_PEER, "nobody to call is named or in the room"));
    }
    Instant now = clock.instant();
    CallId id = ids.newCallId();
    // Before the commit: a call that is opened stops ringing, whatever becomes of this handler.
    Runnable watched = timers.starting(new Timers.Timer.Ring(id, now), settings.limits().ring());
    Optional<Session> peer;
    try {
      peer = sessions.find(to.get());
    } finally {
      watched.run();
    }
    return peer.filter(found -> found.isPresent(now, settings.resumeWindow()))
        .map(found -> open(id, self, found, offer, now))
        .orElseGet(
            () ->
                Optional.of(
                    Reply.refused(ErrorCode.PEER_UNAVAILABLE, "the session is not connected")));
  }

  private Optional<Reply> open(CallId id, Session self, Session peer, Offer offer, Instant now) {
    Optional<CurrentCall> other = peer.call();
    if (other.isPresent()) {
      // A call with this very session means that its offer came first: load again and see.
      boolean glare = other.get().peer().equals(self.id());
      return glare
          ? Optional.empty()
          : Optional.of(new Reply.Answer(new ServerFrame.Busy(offer.id())));
    }
    CallRecord call = CallRecord.ringing(id, self.id(), peer.id(), offer.type(), now);
    if (!calls.open(call, offer.id(), self, peer)) {
      return Optional.empty();
    }
    CurrentCall opened =
        new CurrentCall(
            call.id(),
            CallRole.CALLER,
            CallState.RINGING,
            call.type(),
            peer.id(),
            peer.directConnection());
    return Optional.of(offered(self, opened, offer));
  }

  private Reply offered(Session self, CurrentCall call, Offer offer) {
    Delivery delivery = notices.relay(self, call, offer, true);
    return new Reply.Done(delivery, Optional.of(call.id()));
  }

  private static Optional<SessionId> onlyRoomMate(Session self) {
    Set<SessionId> mates =
        self.room().map(RoomPlace::peers).map(peers -> peers.keySet()).orElse(Set.of());
    return mates.size() == 1 ? mates.stream().findFirst() : Optional.empty();
  }
}
