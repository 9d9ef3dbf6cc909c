package dev.offhook.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.protocol.ConnectionId;
import dev.offhook.session.Mail;
import dev.offhook.session.Session;
import dev.offhook.signaling.Mailbox.Letter;
import dev.offhook.signaling.Sessions.MailPlace;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the mail of sessions promises, whatever keeps it. */
public abstract class MailContract extends StoreContract {

  private static final int BYTES = 100;

  private MailPlace takes(Session session) {
    return takes(session, BYTES);
  }

  private MailPlace takes(Session session, int bytes) {
    return stores.sessions().takePlace(session.id(), bytes, Optional.empty(), now());
  }

  private boolean put(Session session, long place, String frame) {
    return stores.mailbox().put(session.id(), place, frame, now());
  }

  private boolean giveUp(Session session, long place) {
    return stores.mailbox().giveUp(session.id(), place, now());
  }

  private List<Letter> letters(Session session) {
    return stores.mailbox().read(session.id(), read(session).mail());
  }

  private static Letter letter(long place, String frame) {
    return new Letter(place, Optional.of(frame));
  }

  @Test
  void aSessionThatWasLostWithinTheResumeWindowHasPlacesInOrder() {
    Session session = lost();

    assertThat(takes(session)).isEqualTo(new MailPlace.Taken(0));
    assertThat(takes(session)).isEqualTo(new MailPlace.Taken(1));
    clock.advance(RESUME_WINDOW.minusMillis(1));
    assertThat(takes(session)).isEqualTo(new MailPlace.Taken(2));

    assertThat(read(session).mail()).isEqualTo(new Mail(0, 3, 3 * BYTES));
  }

  @Test
  void aSessionThatIsNotAboutToResumeHasNone() {
    Session never = guest();
    Session gone = lost();
    Session revoked = lost();
    stores.sessions().revoke(revoked.id(), now());
    Session deleted = lost();
    stores.delete(deleted.id());
    assertThat(takes(never)).isEqualTo(new MailPlace.Unavailable());
    assertThat(takes(revoked)).isEqualTo(new MailPlace.Unavailable());
    assertThat(takes(deleted)).isEqualTo(new MailPlace.Unavailable());

    takes(gone);
    clock.advance(RESUME_WINDOW);

    assertThat(takes(gone)).isEqualTo(new MailPlace.Unavailable());
    assertThat(read(gone).mail().count()).isEqualTo(1);
  }

  @Test
  void anExpiredSessionHasNone() {
    Session session = lost();
    clock.advance(SESSION_LIFETIME);
    assertThat(takes(session)).isEqualTo(new MailPlace.Unavailable());
  }

  @Test
  void aConnectedSessionIsReachedDirectlyUnlessItsMailIsOpen() {
    Session session = lost();
    takes(session);
    Session back = attach(session, newConnection());

    assertThat(takes(back)).isEqualTo(new MailPlace.Taken(1));

    ConnectionId connection = back.connection().orElseThrow();
    assertThat(stores.sessions().closeMail(back.id(), connection, read(back).mail())).isPresent();
    assertThat(takes(back)).isEqualTo(new MailPlace.Direct(connection));
  }

  @Test
  void theMailOfAConnectedSessionIsOpenedOnlyWhileItsConnectionIsStuck() {
    Session session = connected();
    ConnectionId connection = session.connection().orElseThrow();

    assertThat(
            stores.sessions().takePlace(session.id(), BYTES, Optional.of(newConnection()), now()))
        .isEqualTo(new MailPlace.Direct(connection));
    assertThat(stores.sessions().takePlace(session.id(), BYTES, Optional.of(connection), now()))
        .isEqualTo(new MailPlace.Taken(0));
    assertThat(takes(session)).isEqualTo(new MailPlace.Taken(1));
  }

  @Test
  void mailIsBoundedByCount() {
    Session session = lost();
    for (int i = 0; i < Mail.MAX_FRAMES; i++) {
      assertThat(takes(session, 1)).isEqualTo(new MailPlace.Taken(i));
    }

    assertThat(takes(session, 1)).isEqualTo(new MailPlace.Full());

    assertThat(read(session).mail()).isEqualTo(new Mail(0, Mail.MAX_FRAMES, Mail.MAX_FRAMES));
  }

  @Test
  void mailIsBoundedByBytes() {
    Session session = lost();
    takes(session, Mail.MAX_BYTES - 10);

    assertThat(takes(session, 11)).isEqualTo(new MailPlace.Full());
    assertThat(takes(session, 10)).isEqualTo(new MailPlace.Taken(1));
    assertThat(takes(session, 1)).isEqualTo(new MailPlace.Full());
  }

  @Test
  void mailIsClosedOnlyAsItWasDeliveredAndByTheSessionsConnection() {
    Session session = lost();
    takes(session);
    Session back = attach(session, newConnection());
    ConnectionId connection = back.connection().orElseThrow();
    Mail delivered = back.mail();
    takes(back);

    assertThat(stores.sessions().closeMail(back.id(), connection, delivered)).isEmpty();
    Mail all = read(back).mail();
    assertThat(stores.sessions().closeMail(back.id(), newConnection(), all)).isEmpty();
    assertThat(stores.sessions().closeMail(back.id(), connection, all)).contains(closed(back, all));
    assertThat(stores.sessions().closeMail(back.id(), connection, all)).isEmpty();

    assertThat(read(back).mail()).isEqualTo(new Mail(2, 0, 0));
  }

  private Session closed(Session session, Mail mail) {
    Session read = read(session);
    assertThat(read.mail()).isEqualTo(new Mail(mail.end(), 0, 0));
    return read;
  }

  @Test
  void placesAreNeverUsedTwice() {
    Session session = lost();
    takes(session);
    Session back = attach(session, newConnection());
    stores.sessions().closeMail(back.id(), back.connection().orElseThrow(), back.mail());
    clock.advance(Duration.ofSeconds(1));
    stores.sessions().detach(back.id(), back.connection().orElseThrow(), now());

    assertThat(takes(session)).isEqualTo(new MailPlace.Taken(1));
  }

  @Test
  void whatWasDeliveredIsTakenOffAndTheRestStays() {
    Session session = lost();
    takes(session, 10);
    takes(session, 20);
    takes(session, 30);

    assertThat(stores.sessions().shortenMail(session.id(), new Mail(0, 2, 30))).isTrue();
    assertThat(stores.sessions().shortenMail(session.id(), new Mail(0, 1, 10))).isFalse();
    assertThat(stores.sessions().shortenMail(session.id(), new Mail(2, 1, 30))).isFalse();

    assertThat(read(session).mail()).isEqualTo(new Mail(2, 1, 30));
  }

  @Test
  void mailIsDiscardedOnlyIfNobodyIsThereToGetIt() {
    Session session = lost();
    takes(session);
    Mail mail = read(session).mail();
    Session back = attach(session, newConnection());
    assertThat(stores.sessions().discardMail(session.id(), mail, now())).isFalse();
    stores.sessions().detach(back.id(), back.connection().orElseThrow(), now());
    assertThat(stores.sessions().discardMail(session.id(), new Mail(0, 2, BYTES), now())).isFalse();

    assertThat(stores.sessions().discardMail(session.id(), mail, now())).isTrue();

    assertThat(read(session).mail()).isEqualTo(new Mail(1, 0, 0));
  }

  @Test
  void noPlaceIsTakenOnceTheMailWasDiscardedHoweverOldTheTimeIs() {
    Session session = lost();
    Instant then = now();
    clock.advance(RESUME_WINDOW);

    assertThat(stores.sessions().discardMail(session.id(), session.mail(), now())).isTrue();

    assertThat(stores.sessions().takePlace(session.id(), BYTES, Optional.empty(), then))
        .isEqualTo(new MailPlace.Unavailable());
    Session back = attach(session, newConnection());
    stores.sessions().detach(back.id(), back.connection().orElseThrow(), now());
    assertThat(takes(back)).isEqualTo(new MailPlace.Taken(0));
  }

  @Test
  void mailThatWasOpenedMeanwhileIsNotDiscardedUnseen() {
    Session session = lost();
    takes(session);

    assertThat(stores.sessions().discardMail(session.id(), session.mail(), now())).isFalse();

    assertThat(read(session).mail().count()).isEqualTo(1);
    stores.delete(session.id());
    assertThat(stores.sessions().discardMail(session.id(), session.mail(), now())).isTrue();
  }

  @Test
  void theMailOfAnExpiredSessionIsDiscardedThoughItIsConnected() {
    Session session = lost();
    takes(session);
    Mail mail = attach(session, newConnection()).mail();
    clock.advance(SESSION_LIFETIME);

    assertThat(stores.sessions().discardMail(session.id(), mail, now())).isTrue();
  }

  @Test
  void framesAreReadInTheOrderOfTheirPlaces() {
    Session session = lost();
    takes(session);
    takes(session);
    takes(session);

    assertThat(put(session, 2, "c")).isTrue();
    assertThat(put(session, 0, "a \uD83D\uDE00")).isTrue();

    assertThat(letters(session)).containsExactly(letter(0, "a \uD83D\uDE00"), letter(2, "c"));
  }

  @Test
  void onlyThePlacesAskedForAreReadAndDeleted() {
    Session session = guest();
    for (long place = 0; place < 60; place++) {
      put(session, place, "frame " + place);
    }

    stores.mailbox().delete(session.id(), new Mail(2, 57, 0));

    assertThat(stores.mailbox().read(session.id(), new Mail(0, 60, 0)))
        .containsExactly(letter(0, "frame 0"), letter(1, "frame 1"), letter(59, "frame 59"));
    assertThat(stores.mailbox().read(session.id(), new Mail(1, 58, 0)))
        .containsExactly(letter(1, "frame 1"));
  }

  @Test
  void aPlaceIsFilledOrGivenUpWhicheverComesFirst() {
    Session session = guest();

    assertThat(put(session, 0, "a")).isTrue();
    assertThat(giveUp(session, 0)).isFalse();
    assertThat(giveUp(session, 1)).isTrue();
    assertThat(put(session, 1, "b")).isFalse();

    assertThat(stores.mailbox().read(session.id(), new Mail(0, 2, 0)))
        .containsExactly(letter(0, "a"), new Letter(1, Optional.empty()));
  }

  @Test
  void aRepetitionOfEitherIsContent() {
    Session session = guest();
    put(session, 0, "a");
    giveUp(session, 1);

    assertThat(put(session, 0, "a")).isTrue();
    assertThat(put(session, 0, "other")).isFalse();
    assertThat(giveUp(session, 1)).isTrue();
  }

  @Test
  void mailsOfTwoSessionsHaveNothingInCommon() {
    Session one = guest();
    Session other = guest();
    put(one, 0, "a");

    stores.mailbox().delete(other.id(), new Mail(0, 1, 0));

    assertThat(stores.mailbox().read(other.id(), new Mail(0, 1, 0))).isEmpty();
    assertThat(stores.mailbox().read(one.id(), new Mail(0, 1, 0))).hasSize(1);
  }

  @Test
  void placesTakenAtTheSameTimeAreDifferent() throws Exception {
    Session session = lost();
    int takers = 16;

    List<MailPlace> places = race(Collections.nCopies(takers, () -> takes(session)));

    assertThat(places)
        .containsExactlyInAnyOrder(
            LongStream.range(0, takers).mapToObj(MailPlace.Taken::new).toArray(MailPlace[]::new));
    assertThat(read(session).mail()).isEqualTo(new Mail(0, takers, takers * BYTES));
  }

  @Test
  void ofFillingAndGivingUpAtTheSameTimeOneWins() throws Exception {
    Session session = guest();
    for (int round = 0; round < rounds(); round++) {
      long place = round;
      List<Boolean> done =
          race(List.of(() -> put(session, place, "a"), () -> giveUp(session, place)));
      assertThat(done).containsExactlyInAnyOrder(true, false);
    }
  }

  @Test
  void ofClosingAndTakingAPlaceAtTheSameTimeNothingIsLeftBehind() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      Session session = lost();
      takes(session);
      Session back = attach(session, newConnection());
      ConnectionId connection = back.connection().orElseThrow();

      List<Object> done =
          race(
              List.of(
                  () -> stores.sessions().closeMail(back.id(), connection, back.mail()).isPresent(),
                  () -> takes(back)));

      boolean closed = done.getFirst().equals(true);
      assertThat(done.getLast())
          .isEqualTo(closed ? new MailPlace.Direct(connection) : new MailPlace.Taken(1));
      assertThat(read(back).mail().isOpen()).isEqualTo(!closed);
    }
  }
}
