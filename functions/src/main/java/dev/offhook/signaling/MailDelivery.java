package dev.offhook.signaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Mail;
import dev.offhook.session.Session;
import dev.offhook.signaling.Connections.Posted;
import dev.offhook.signaling.Mailbox.Letter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Delivers what waits for a session, in order, before anything newer: as long as its mail is open
 * every other frame for it takes a place behind.
 *
 * <p>A frame is posted first and taken off the mail then. If a handler dies in between it is posted
 * again: receivers drop repeats by {@code seq}.
 */
final class MailDelivery {

  /** How long whoever took a place is given to fill it, each time that it is found empty. */
  private static final Duration PATIENCE = Duration.ofMillis(50);

  private static final int PATIENT_READS = 4;

  private final Sessions sessions;
  private final Mailbox mailbox;
  private final Connections connections;
  private final Timers timers;
  private final Presence presence;
  private final Attempts.Pause pause;
  private final InstantSource clock;

  MailDelivery(Ports ports, Presence presence, Attempts.Pause pause, InstantSource clock) {
    this.sessions = ports.sessions();
    this.mailbox = ports.mailbox();
    this.connections = ports.connections();
    this.timers = ports.timers();
    this.presence = presence;
    this.pause = pause;
    this.clock = clock;
  }

  /**
   * Delivers the session's open mail to its connection. A timer sees to the rest if this handler
   * dies or the connection takes nothing for now.
   *
   * @return the session with its mail closed; empty if something is left, or the connection is no
   *     longer the session's
   */
  Optional<Session> deliver(Session session, ConnectionId connection) {
    timers.start(new Timers.Timer.Mail(session.id()), PeerPost.RETRY_AFTER);
    return new Round(session.id(), connection, session.mail()).run();
  }

  /** The delivery of one mail, from the first place to wherever it ends by then. */
  private final class Round {
    private final SessionId session;
    private final ConnectionId connection;
    private final long first;
    private final List<Long> givenUp = new ArrayList<>();
    private Mail mail;
    private long next;
    private int bytes;

    Round(SessionId session, ConnectionId connection, Mail mail) {
      this.session = session;
      this.connection = connection;
      this.first = mail.first();
      this.mail = mail;
      this.next = mail.first();
    }

    Optional<Session> run() {
      while (post()) {
        Optional<Session> closed = sessions.closeMail(session, connection, mail);
        if (closed.isPresent()) {
          deleteDelivered();
          return closed;
        }
        Optional<Session> self = sessions.find(session).filter(this::isStillHere);
        if (self.filter(this::isDelivered).isPresent()) {
          deleteDelivered();
          return self;
        }
        if (self.filter(this::isSameMail).isEmpty()) {
          return Optional.empty();
        }
        mail = self.get().mail();
      }
      takeOffDelivered();
      return Optional.empty();
    }

    private boolean isStillHere(Session found) {
      return found.connection().equals(Optional.of(connection));
    }

    /** It was closed just so: by a request of which the answer was lost, or by a second handler. */
    private boolean isDelivered(Session found) {
      return !found.mail().isOpen() && found.mail().first() == mail.end();
    }

    /** More came, and nobody else has begun to deliver it. */
    private boolean isSameMail(Session found) {
      return found.mail().isOpen() && found.mail().first() == first;
    }

    /** Posts what was not posted yet; false if the connection doesn't take it. */
    private boolean post() {
      Map<Long, Letter> letters = read();
      for (; next < mail.end(); next++) {
        Optional<String> frame = letter(letters).frame();
        if (frame.isEmpty()) {
          givenUp.add(next);
        }
        Posted posted = frame.map(text -> connections.post(connection, text)).orElse(Posted.TAKEN);
        if (posted == Posted.GONE) {
          presence.lost(session, connection);
        }
        if (posted != Posted.TAKEN) {
          return false;
        }
        bytes += frame.map(text -> text.getBytes(UTF_8).length).orElse(0);
      }
      return true;
    }

    /** What is in the next place; the place is given up if nobody fills it in time. */
    private Letter letter(Map<Long, Letter> letters) {
      for (int reads = 0; reads < PATIENT_READS && !letters.containsKey(next); reads++) {
        pause.pause(PATIENCE);
        letters.putAll(read());
      }
      if (!letters.containsKey(next)) {
        if (mailbox.giveUp(session, next, clock.instant())) {
          return new Letter(next, Optional.empty());
        }
        letters.putAll(read());
      }
      // Neither empty nor filled: another handler delivered it meanwhile, and deleted it.
      return letters.getOrDefault(next, new Letter(next, Optional.empty()));
    }

    private Map<Long, Letter> read() {
      Map<Long, Letter> letters = new HashMap<>();
      if (next < mail.end()) {
        Mail rest = new Mail(next, Math.toIntExact(mail.end() - next), 0);
        mailbox.read(session, rest).forEach(letter -> letters.put(letter.place(), letter));
      }
      return letters;
    }

    private void takeOffDelivered() {
      Mail delivered = new Mail(first, Math.toIntExact(next - first), bytes);
      if (delivered.isOpen() && sessions.shortenMail(session, delivered)) {
        deleteDelivered();
      }
    }

    /**
     * A place that was given up stays so until its TTL: who took it may still come to fill it, and
     * must find that nobody reads it any more.
     */
    private void deleteDelivered() {
      long start = first;
      for (long end : givenUp) {
        delete(start, end);
        start = end + 1;
      }
      delete(start, next);
    }

    private void delete(long start, long end) {
      if (start < end) {
        mailbox.delete(session, new Mail(start, Math.toIntExact(end - start), 0));
      }
    }
  }
}
