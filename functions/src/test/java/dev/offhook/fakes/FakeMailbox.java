package dev.offhook.fakes;

import dev.offhook.protocol.SessionId;
import dev.offhook.session.Mail;
import dev.offhook.signaling.Mailbox;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The mailboxes in memory. */
final class FakeMailbox implements Mailbox {

  private final FakeStores stores;

  FakeMailbox(FakeStores stores) {
    this.stores = stores;
  }

  @Override
  public boolean put(SessionId session, long place, String frame, Instant now) {
    return fill(session, new Letter(place, Optional.of(frame)));
  }

  @Override
  public boolean giveUp(SessionId session, long place, Instant now) {
    return fill(session, new Letter(place, Optional.empty()));
  }

  private boolean fill(SessionId session, Letter letter) {
    synchronized (stores.lock) {
      return letters(session).computeIfAbsent(letter.place(), _ -> letter).equals(letter);
    }
  }

  @Override
  public List<Letter> read(SessionId session, Mail mail) {
    synchronized (stores.lock) {
      return List.copyOf(letters(session).subMap(mail.first(), mail.end()).values());
    }
  }

  @Override
  public void delete(SessionId session, Mail mail) {
    synchronized (stores.lock) {
      letters(session).subMap(mail.first(), mail.end()).clear();
    }
  }

  private SortedMap<Long, Letter> letters(SessionId session) {
    return stores.lettersBySession.computeIfAbsent(session, _ -> new TreeMap<>());
  }
}
