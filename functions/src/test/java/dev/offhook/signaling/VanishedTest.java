package dev.offhook.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.json.Json.JsonObject;
import dev.offhook.signaling.TestService.Guest;
import dev.offhook.signaling.Timers.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sessions whose connection is lost without API Gateway saying so, and sessions that expire. */
class VanishedTest {

  private final TestService service = new TestService();
  private final Guest alice = service.connected("alice");
  private final Guest bob = service.connected("bob");

  private static List<String> actions(List<JsonObject> frames) {
    return frames.stream().map(frame -> frame.text("action")).flatMap(Optional::stream).toList();
  }

  /** Lets time pass, and the timers run out as they are due. */
  private void passes(Duration time) {
    for (long second = 0; second < time.toSeconds(); second++) {
      service.clock.advance(Duration.ofSeconds(1));
      service.timersRunOut();
    }
  }

  @Test
  void aCallEndsAtLastThoughNobodyToldThatBothItsSidesAreGone() {
    alice.calls(bob);
    bob.answers();
    service.connections.lose(alice.connection());
    service.connections.lose(bob.connection());

    passes(TestService.RING.plus(TestService.CALL_CHECK).plus(TestService.RESUME_WINDOW));

    assertThat(alice.session().call()).isEmpty();
    assertThat(bob.session().call()).isEmpty();
    passes(TestService.CALL_CHECK);
    assertThat(service.timers.running()).isEmpty();
  }

  @Test
  void aCallWhoseSidesAreThereGoesOnHoweverLong() {
    alice.calls(bob);
    bob.answers();
    alice.hears();
    bob.hears();

    passes(TestService.RING.plus(TestService.CALL_CHECK.multipliedBy(3)));

    assertThat(alice.session().call()).isPresent();
    assertThat(alice.hears()).isEmpty();
    assertThat(service.timers.running())
        .extracting(started -> started.timer())
        .singleElement()
        .isInstanceOf(Timer.Check.class);
  }

  @Test
  void aSideWhoseGoneTimerWasLostDepartsAtTheNextCheck() {
    alice.calls(bob);
    bob.answers();
    bob.hears();
    service.clock.advance(TestService.RING);
    service.timersRunOut();
    alice.disconnects();
    service.clock.advance(TestService.CALL_CHECK);
    service.timers.takeDue().stream()
        .filter(Timer.Check.class::isInstance)
        .forEach(check -> service.services.timers().ranOut(check, false));

    assertThat(actions(bob.hears())).containsExactly("webrtc:call-end");
  }

  @Test
  void aFullRoomWhoseMembersVanishedIsFreeAgainAfterTheResumeWindow() {
    Guest carol = service.connected("carol");
    alice.says("{'action':'room:join','room':'r'}");
    bob.says("{'action':'room:join','room':'r'}");
    service.connections.lose(alice.connection());

    JsonObject full = carol.says("{'action':'room:join','room':'r'}");
    assertThat(full.text("code")).contains("room-full");
    assertThat(full.member("retryable").orElseThrow().toString()).contains("true");
    passes(TestService.RESUME_WINDOW);

    assertThat(carol.says("{'action':'room:join','room':'r'}").text("action"))
        .contains("room:joined");
  }

  @Test
  void aSessionThatExpiresWhileItIsConnectedIsToldAndDeparts() {
    alice.says("{'action':'room:join','room':'r'}");
    bob.says("{'action':'room:join','room':'r'}");
    service.clock.advance(Duration.ofHours(22).plusMinutes(30));
    String token = service.tokenOf(bob);
    service
        .stores
        .sessions()
        .extend(bob.id, service.clock.instant().plus(Duration.ofDays(1)), service.clock.instant());
    bob.says("{'action':'session:refresh','token':'%s'}".formatted(token));
    alice.says("{'action':'session:refresh','token':'%s'}".formatted(service.tokenOf(alice)));
    alice.reconnects().says("{'action':'session:hello'}");
    alice.calls(bob);
    bob.answers();
    alice.hears();
    bob.hears();

    passes(Duration.ofMinutes(91));

    List<JsonObject> heard = alice.hears();
    assertThat(actions(heard)).containsExactly("session:ended");
    assertThat(heard.getFirst().text("reason")).contains("expired");
    assertThat(service.connections.isClosed(alice.connection())).isTrue();
    assertThat(actions(bob.hears())).containsExactly("webrtc:call-end", "room:peer-left");
    assertThat(bob.session().call()).isEmpty();
  }

  @Test
  void aSessionThatLivesLongerThanItsConnectionNeedsNoTimer() {
    assertThat(service.timers.running()).isEmpty();
  }

  @Test
  void aSessionThatIsRefreshedIsNotEnded() {
    service.clock.advance(Duration.ofHours(23));
    alice.says("{'action':'session:refresh','token':'%s'}".formatted(service.tokenOf(alice)));
    alice.reconnects().says("{'action':'session:hello'}");
    assertThat(service.timers.running()).isNotEmpty();
    service
        .stores
        .sessions()
        .extend(
            alice.id, service.clock.instant().plus(Duration.ofDays(1)), service.clock.instant());

    passes(Duration.ofHours(1));

    assertThat(alice.hears()).isEmpty();
    assertThat(alice.session().attachment()).isPresent();
  }
}
