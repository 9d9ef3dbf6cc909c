package dev.offhook.signaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.Delivery;
import dev.offhook.protocol.ServerFrame;
import dev.offhook.protocol.ServerFrameWriter;
import dev.offhook.protocol.SessionId;
import dev.offhook.signaling.Connections.Posted;
import dev.offhook.signaling.Sessions.MailPlace;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Sends frames to peers. The connection that the sender has on record is tried first, which needs
 * no look-up. What can't be posted now goes into the peer's mail, or where the peer is reached
 * meanwhile.
 */
final class PeerPost {

  /** After which time what a connection did not take is tried again. */
  static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  /**
   * After which time no handler is still at work: one that is slow may open the mail only after the
   * first timer ran out.
   */
  private static final Duration LATEST = Duration.ofSeconds(30);

  /** How often a frame is taken elsewhere: the peer may come, go and come while it is sent. */
  private static final int MAX_WAYS = 6;

  private final Sessions sessions;
  private final Mailbox mailbox;
  private final Connections connections;
  private final Timers timers;
  private final Presence presence;
  private final InstantSource clock;

  PeerPost(Ports ports, Presence presence, InstantSource clock) {
    this.sessions = ports.sessions();
    this.mailbox = ports.mailbox();
    this.connections = ports.connections();
    this.timers = ports.timers();
    this.presence = presence;
    this.clock = clock;
  }

  /**
   * Sends a frame to a peer, wherever it is.
   *
   * @param known where the sender has the peer on record
   * @return {@link Delivery#NONE} if the peer is not connected and not about to resume, or its mail
   *     is full
   */
  Delivery send(SessionId peer, Optional<ConnectionId> known, ServerFrame frame) {
    String text = ServerFrameWriter.write(frame);
    Optional<Posted> posted = known.map(connection -> connections.post(connection, text));
    if (posted.equals(Optional.of(Posted.TAKEN))) {
      return Delivery.DELIVERED;
    }
    return new Sending(peer, text, known, posted.orElse(Posted.GONE)).run();
  }

  /** A frame that was not taken where the peer was thought to be. */
  private final class Sending {
    private final SessionId peer;
    private final String text;
    private Optional<ConnectionId> tried;
    private Posted outcome;

    Sending(SessionId peer, String text, Optional<ConnectionId> tried, Posted outcome) {
      this.peer = peer;
      this.text = text;
      this.tried = tried;
      this.outcome = outcome;
    }

    Delivery run() {
      for (int way = 0; way < MAX_WAYS; way++) {
        Optional<Delivery> delivery = attempt();
        if (delivery.isPresent()) {
          return delivery.get();
        }
      }
      return Delivery.NONE;
    }

    private Optional<Delivery> attempt() {
      Optional<ConnectionId> stuck = outcome == Posted.REFUSED ? tried : Optional.empty();
      if (stuck.isPresent()) {
        timers.start(new Timers.Timer.Mail(peer), RETRY_AFTER);
        timers.start(new Timers.Timer.Mail(peer), LATEST);
      }
      return switch (sessions.takePlace(
          peer, text.getBytes(UTF_8).length, stuck, clock.instant())) {
        case MailPlace.Taken taken ->
            mailbox.put(peer, taken.place(), text, clock.instant())
                ? Optional.of(Delivery.QUEUED)
                : Optional.empty();
        case MailPlace.Direct direct -> post(direct.connection());
        case MailPlace.Full _, MailPlace.Unavailable _ -> Optional.of(Delivery.NONE);
      };
    }

    private Optional<Delivery> post(ConnectionId connection) {
      boolean knownGone = outcome == Posted.GONE && tried.equals(Optional.of(connection));
      if (!knownGone) {
        tried = Optional.of(connection);
        outcome = connections.post(connection, text);
      }
      if (outcome == Posted.GONE) {
        presence.lost(peer, connection);
      }
      return outcome == Posted.TAKEN ? Optional.of(Delivery.DELIVERED) : Optional.empty();
    }
  }
}
