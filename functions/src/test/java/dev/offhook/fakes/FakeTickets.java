package dev.offhook.fakes;

import dev.offhook.session.Ticket;
import dev.offhook.session.TokenCheck.Claims;
import dev.offhook.signaling.Tickets;
import java.time.Instant;
import java.util.Optional;

/** The tickets in memory. */
final class FakeTickets implements Tickets {

  private final FakeStores stores;

  FakeTickets(FakeStores stores) {
    this.stores = stores;
  }

  @Override
  public void put(Ticket ticket, Claims claims, Instant expiresAt) {
    synchronized (stores.lock) {
      stores.ticketsByHash.put(ticket.hash(), new FakeStores.StoredTicket(claims, expiresAt));
    }
  }

  @Override
  public Optional<Claims> take(Ticket ticket, Instant now) {
    synchronized (stores.lock) {
      FakeStores.StoredTicket stored = stores.ticketsByHash.get(ticket.hash());
      if (stored == null || !stored.expiresAt().isAfter(now)) {
        return Optional.empty();
      }
      stores.ticketsByHash.remove(ticket.hash());
      return Optional.of(stored.claims());
    }
  }
}
