package dev.offhook.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.call.CallState;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionTest {

  private static final Instant EXPIRY = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration WINDOW = Duration.ofSeconds(30);

  @Test
  void aFreshSessionIsAliveUntilItExpiresAndReachedNowhere() {
    Session session = Session.fresh(new SessionId("a"), "Ada", EXPIRY);
    assertThat(session.isAlive(EXPIRY.minusMillis(1))).isTrue();
    assertThat(session.isAlive(EXPIRY)).isFalse();
    assertThat(session.connection()).isEmpty();
    assertThat(session.isConnected(EXPIRY.minusSeconds(1))).isFalse();
    assertThat(session.isPresent(EXPIRY.minusSeconds(1), WINDOW)).isFalse();
    assertThat(session.callState()).isEqualTo(CallState.NONE);
  }

  @Test
  void aSessionWithAConnectionIsConnectedWhileItIsAlive() {
    Instant now = EXPIRY.minusSeconds(10);
    assertThat(session(false, true, Optional.empty()).isConnected(now)).isTrue();
    assertThat(session(false, true, Optional.empty()).isConnected(EXPIRY)).isFalse();
    assertThat(session(true, true, Optional.empty()).isConnected(now)).isFalse();
    assertThat(session(true, true, Optional.empty()).isPresent(now, WINDOW)).isFalse();
  }

  @Test
  void aSessionIsPresentThroughTheResumeWindow() {
    Instant lost = EXPIRY.minusSeconds(100);
    Session session = session(false, false, Optional.of(lost));
    assertThat(session.isConnected(lost)).isFalse();
    assertThat(session.isPresent(lost, WINDOW)).isTrue();
    assertThat(session.isPresent(lost.plus(WINDOW).minusMillis(1), WINDOW)).isTrue();
    assertThat(session.isPresent(lost.plus(WINDOW), WINDOW)).isFalse();
    assertThat(session(true, false, Optional.of(lost)).isPresent(lost, WINDOW)).isFalse();
  }

  private static Session session(boolean revoked, boolean connected, Optional<Instant> lostAt) {
    Session fresh = Session.fresh(new SessionId("a"), "Ada", EXPIRY);
    return new Session(
        fresh.id(),
        fresh.displayName(),
        fresh.expiresAt(),
        revoked,
        connected
            ? Optional.of(new Session.Attachment(new ConnectionId("c="), EXPIRY.minusSeconds(1000)))
            : Optional.empty(),
        lostAt,
        fresh.lost(),
        fresh.refreshedUntil(),
        fresh.room(),
        fresh.call(),
        fresh.opening(),
        fresh.ending(),
        fresh.leaving(),
        fresh.mail());
  }
}
