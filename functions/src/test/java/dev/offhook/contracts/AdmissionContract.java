package dev.offhook.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Attachment;
import dev.offhook.signaling.Sessions.Admission;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Which frames the sessions let in. */
public abstract class AdmissionContract extends StoreContract {

  private Admission admit(Session session) {
    return stores.sessions().admit(session.id(), now(), true, now());
  }

  private Admission hello(Session session, ConnectionId connection, Instant since) {
    return stores.sessions().attach(session.id(), new Attachment(connection, since), true, now());
  }

  @Test
  void aFrameIsLetInWithTheSessionAsItIs() {
    Session session = connected();

    assertThat(admit(session)).isEqualTo(new Admission.Admitted(session));
  }

  @Test
  void aFrameOfNoOrAnExpiredSessionIsOfNone() {
    Session expired = guest();
    stores.sessions().revoke(expired.id(), now());
    clock.advance(SESSION_LIFETIME);

    assertThat(admit(expired)).isEqualTo(new Admission.NotFound());
    SessionId nobody = new SessionId(unique());
    assertThat(stores.sessions().admit(nobody, now(), true, now()))
        .isEqualTo(new Admission.NotFound());
    assertThat(stores.sessions().find(nobody)).isEmpty();
  }

  @Test
  void aFrameOfARevokedSessionIsRefusedAsSuch() {
    Session session = guest();
    stores.sessions().revoke(session.id(), now());

    assertThat(stores.sessions().admit(session.id(), now(), false, now()))
        .isEqualTo(new Admission.Revoked());
  }

  @Test
  void aFrameWhoseTokenRanOutIsRefused() {
    Session session = guest();

    assertThat(stores.sessions().admit(session.id(), now(), false, now()))
        .isEqualTo(new Admission.TokenExpired());
  }

  @Test
  void aRefreshedTokenLetsFramesInUntilItExpires() {
    Session session = guest();
    stores.sessions().noteToken(session.id(), now().plusSeconds(10), now());

    clock.advance(Duration.ofMillis(9_999));
    assertThat(stores.sessions().admit(session.id(), now(), false, now()))
        .isInstanceOf(Admission.Admitted.class);
    clock.advance(Duration.ofMillis(1));
    assertThat(stores.sessions().admit(session.id(), now(), false, now()))
        .isEqualTo(new Admission.TokenExpired());
  }

  @Test
  void aBurstIsLetInAtOnceAndThenOneFrameEachInterval() {
    Session session = guest();
    for (int i = 0; i < BURST; i++) {
      assertThat(admit(session)).isInstanceOf(Admission.Admitted.class);
    }

    for (int i = 0; i < 3; i++) {
      assertThat(admit(session)).isEqualTo(new Admission.RateLimited(INTERVAL));
      clock.advance(INTERVAL);
      assertThat(admit(session)).isInstanceOf(Admission.Admitted.class);
    }
  }

  @Test
  void afterTheTimeItIsToldARefusedFrameIsLetIn() {
    Session session = guest();
    for (int i = 0; i < BURST; i++) {
      admit(session);
      clock.advance(Duration.ofNanos(700_000));
    }

    Duration retryAfter = ((Admission.RateLimited) admit(session)).retryAfter();
    assertThat(retryAfter).isEqualTo(Duration.ofMillis(97));
    clock.advance(retryAfter);
    assertThat(admit(session)).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void aRefusedFrameCostsNothing() {
    Session session = guest();
    for (int i = 0; i < BURST * 4; i++) {
      admit(session);
    }
    clock.advance(INTERVAL);

    assertThat(admit(session)).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void anIdleSessionHasItsWholeBurstAgain() {
    Session session = guest();
    for (int i = 0; i < BURST; i++) {
      admit(session);
    }
    clock.advance(INTERVAL.multipliedBy(BURST));

    for (int i = 0; i < BURST; i++) {
      assertThat(admit(session)).isInstanceOf(Admission.Admitted.class);
    }
  }

  @Test
  void anExpiredTokenIsToldBeforeTheRate() {
    Session session = guest();
    for (int i = 0; i < BURST; i++) {
      admit(session);
    }

    assertThat(stores.sessions().admit(session.id(), now(), false, now()))
        .isEqualTo(new Admission.TokenExpired());
  }

  @Test
  void ofFramesThatRaceExactlyABurstIsLetIn() throws Exception {
    for (int round = 0; round < rounds() / 10; round++) {
      Session session = guest();

      List<Admission> admissions =
          race(Collections.nCopies(BURST + 3, (Callable<Admission>) () -> admit(session)));

      assertThat(admissions)
          .filteredOn(admission -> admission instanceof Admission.Admitted)
          .hasSize(BURST);
      assertThat(admissions)
          .filteredOn(admission -> admission instanceof Admission.RateLimited)
          .hasSize(3);
    }
  }

  @Test
  void aHelloMakesItsConnectionTheSessionsAndTellsTheSessionBefore() {
    Session session = guest();
    ConnectionId connection = newConnection();

    assertThat(hello(session, connection, now())).isEqualTo(new Admission.Admitted(session));

    assertThat(read(session).attachment()).contains(new Attachment(connection, now()));
  }

  @Test
  void aSecondHelloOfAConnectionIsLetInAgain() {
    Session session = connected();
    Attachment held = session.attachment().orElseThrow();

    assertThat(hello(session, held.connection(), held.since()))
        .isEqualTo(new Admission.Admitted(session));

    assertThat(read(session)).isEqualTo(session);
  }

  @Test
  void aLaterConnectionTakesOver() {
    Session session = connected();
    clock.advance(Duration.ofSeconds(1));
    ConnectionId later = newConnection();

    assertThat(hello(session, later, now())).isEqualTo(new Admission.Admitted(session));

    assertThat(read(session).connection()).contains(later);
    assertThat(read(session).lostAt()).isEmpty();
  }

  @Test
  void anEarlierConnectionIsSuperseded() {
    Session session = connected();

    assertThat(hello(session, newConnection(), now().minusMillis(1)))
        .isEqualTo(new Admission.Superseded());

    assertThat(read(session)).isEqualTo(session);
  }

  @Test
  void anEarlierConnectionStaysSupersededWhenTheLaterOneIsLostUntilItSaysHello() {
    Instant earlier = now().minusSeconds(1);
    Session session = lost();
    assertThat(stores.sessions().admit(session.id(), earlier, true, now()))
        .isEqualTo(new Admission.Superseded());

    hello(session, newConnection(), earlier);

    assertThat(stores.sessions().admit(session.id(), earlier, true, now()))
        .isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void aFrameByAnEarlierConnectionIsSuperseded() {
    Session session = connected();

    assertThat(stores.sessions().admit(session.id(), now().minusMillis(1), true, now()))
        .isEqualTo(new Admission.Superseded());

    assertThat(read(session)).isEqualTo(session);
  }

  @Test
  void anEarlierConnectionIsTheSessionsAfterTheLaterOneIsLost() {
    Session session = lost();
    ConnectionId earlier = newConnection();

    assertThat(hello(session, earlier, now().minusSeconds(1)))
        .isEqualTo(new Admission.Admitted(session));

    assertThat(read(session).connection()).contains(earlier);
  }

  @Test
  void aHelloKeepsWhenTheLastConnectionWasLost() {
    Session session = lost();

    hello(session, newConnection(), now());

    assertThat(read(session).lostAt()).isEqualTo(session.lostAt());
  }

  @Test
  void aHelloIsCheckedLikeEveryFrame() {
    Session session = guest();
    Attachment attachment = new Attachment(newConnection(), now());
    assertThat(stores.sessions().attach(session.id(), attachment, false, now()))
        .isEqualTo(new Admission.TokenExpired());
    for (int i = 0; i < BURST; i++) {
      admit(session);
    }
    assertThat(stores.sessions().attach(session.id(), attachment, true, now()))
        .isEqualTo(new Admission.RateLimited(INTERVAL));
    stores.sessions().revoke(session.id(), now());
    assertThat(stores.sessions().attach(session.id(), attachment, true, now()))
        .isEqualTo(new Admission.Revoked());
    clock.advance(SESSION_LIFETIME);
    assertThat(stores.sessions().attach(session.id(), attachment, true, now()))
        .isEqualTo(new Admission.NotFound());

    assertThat(read(session).attachment()).isEqualTo(Optional.empty());
  }

  @Test
  void aHelloTakesFromTheRate() {
    Session session = guest();
    for (int i = 0; i < BURST; i++) {
      hello(session, newConnection(), now());
    }

    assertThat(admit(session)).isEqualTo(new Admission.RateLimited(INTERVAL));
  }
}
