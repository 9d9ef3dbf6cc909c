package dev.offhook.signaling;

import dev.offhook.session.Ticket;
import dev.offhook.session.TokenCheck.Claims;
import java.time.Instant;
import java.util.Optional;

/** The tickets that were not used yet, by their hashes. Each method is one request to the store. */
public interface Tickets {

  /**
   * Keeps what a ticket stands for.
   *
   * @param claims of the token that it was given for
   */
  void put(Ticket ticket, Claims claims, Instant expiresAt);

  /**
   * Uses a ticket up, if and only if it is there and expires after now: of any number that try the
   * same one at once, one gets what it stands for.
   */
  Optional<Claims> take(Ticket ticket, Instant now);
}
