package dev.offhook.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offhook.json.Json.JsonObject;
import dev.offhook.signaling.TestService.Guest;
import dev.offhook.signaling.Timers.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handlers that die between their commit and what they send. */
class UnfinishedTest {

  private final TestService service = new TestService();
  private final Guest alice = service.connected("alice");
  private final Guest bob = service.connected("bob");

  /** Says a frame whose handler dies before it posts anything. */
  private void dies(Guest guest, String frame) {
    service.connections.dieAfter(0);
    assertThatThrownBy(() -> guest.says(frame)).isInstanceOf(IllegalStateException.class);
  }

  private static List<String> actions(List<JsonObject> frames) {
    return frames.stream().map(frame -> frame.text("action")).flatMap(Optional::stream).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "alice, webrtc:call-end, ringing, webrtc:call-end, cancelled",
    "alice, webrtc:call-timeout, ringing, webrtc:call-timeout,",
    "bob, webrtc:call-end, ringing, webrtc:call-reject, rejected",
    "bob, webrtc:call-reject, ringing, webrtc:call-reject, rejected",
    "alice, webrtc:call-end, active, webrtc:call-end, hangup",
    "bob, webrtc:call-end, active, webrtc:call-end, hangup",
  })
  void theRetryOfAnEndTellsThePeerAndIsAnsweredLikeTheFirst(
      String who, String action, String state, String told, String reason) {
    JsonObject opened = alice.calls(bob);
    if (state.equals("active")) {
      bob.answers();
    }
    alice.hears();
    bob.hears();
    Guest ends = who.equals("alice") ? alice : bob;
    Guest other = who.equals("alice") ? bob : alice;
    String frame = "{'action':'%s','id':'end'}".formatted(action);
    dies(ends, frame);
    assertThat(other.hears()).isEmpty();

    JsonObject ack = ends.says(frame);

    assertThat(ack.text("delivery")).contains("delivered");
    assertThat(ack.text("callId")).isEqualTo(opened.text("callId"));
    List<JsonObject> heard = other.hears();
    assertThat(actions(heard)).containsExactly(told);
    assertThat(heard.getFirst().text("reason")).isEqualTo(Optional.ofNullable(reason));
    assertThat(heard.getFirst().text("callId")).isEqualTo(opened.text("callId"));
    assertThat(heard.getFirst().object("from").orElseThrow().text("sessionId"))
        .contains(ends.id.value());
    assertThat(other.session().call()).isEmpty();
  }

  @Test
  void anotherFrameThatEndsTheSameCallTellsNobody() {
    alice.calls(bob);
    alice.says("{'action':'webrtc:call-end','id':'end'}");
    bob.hears();

    JsonObject ack = alice.says("{'action':'webrtc:call-end','id':'end-2'}");

    assertThat(ack.text("delivery")).contains("none");
    assertThat(bob.hears()).isEmpty();
  }

  @Test
  void theRetryOfAnEndLeavesTheNextCallAlone() {
    alice.calls(bob);
    dies(alice, "{'action':'webrtc:call-end','id':'end'}");
    bob.calls(alice);

    alice.says("{'action':'webrtc:call-end','id':'end'}");

    assertThat(alice.session().call()).isPresent();
  }

  @Test
  void theRetryOfAnOpeningOfferRingsAtThePeer() {
    String offer =
        "{'action':'webrtc:offer','id':'o','to':'%s','type':'video','offer':{'type':'offer','sdp':'v=0'}}"
            .formatted(bob.id);
    dies(alice, offer);

    assertThat(alice.says(offer).text("delivery")).contains("delivered");
    assertThat(actions(bob.hears())).containsExactly("webrtc:offer");
  }

  @Test
  void aCallWhoseOpenerDiedStopsRingingByTheTimerThatWasStartedBefore() {
    dies(
        alice,
        "{'action':'webrtc:offer','id':'o','to':'%s','type':'video','offer':{'type':'offer','sdp':'v=0'}}"
            .formatted(bob.id));

    service.clock.advance(TestService.RING);
    service.timersRunOut();

    assertThat(actions(alice.hears())).containsExactly("webrtc:call-timeout");
    assertThat(bob.session().call()).isEmpty();
  }

  @Test
  void theRetryOfAnAnswerReachesTheCaller() {
    alice.calls(bob);
    String answer = "{'action':'webrtc:answer','id':'a','answer':{'type':'answer','sdp':'v=0'}}";
    dies(bob, answer);

    assertThat(bob.says(answer).text("delivery")).contains("delivered");
    assertThat(actions(alice.hears())).containsExactly("webrtc:answer");
  }

  @Test
  void theRetryOfLeavingTellsTheRoom() {
    alice.says("{'action':'room:join','room':'r'}");
    bob.says("{'action':'room:join','room':'r'}");
    alice.hears();
    dies(bob, "{'action':'room:leave','id':'l'}");

    assertThat(bob.says("{'action':'room:leave','id':'l'}").text("action")).contains("ack");

    List<JsonObject> heard = alice.hears();
    assertThat(actions(heard)).containsExactly("room:peer-left");
    assertThat(heard.getFirst().text("reason")).contains("left");
  }

  @Test
  void theRetryOfJoiningTellsBothRooms() {
    Guest carol = service.connected("carol");
    alice.says("{'action':'room:join','room':'old'}");
    carol.says("{'action':'room:join','room':'new'}");
    bob.says("{'action':'room:join','room':'old'}");
    alice.hears();
    dies(bob, "{'action':'room:join','room':'new','id':'j'}");

    JsonObject joined = bob.says("{'action':'room:join','room':'new','id':'j'}");

    assertThat(joined.text("action")).contains("room:joined");
    assertThat(actions(alice.hears())).containsExactly("room:peer-left");
    assertThat(actions(carol.hears())).containsExactly("room:peer-joined");
  }

  @Test
  void whoCameAndWasNotAnnouncedIsAnnouncedWhenAnotherPageSaysHello() {
    alice.says("{'action':'room:join','room':'r'}");
    alice.hears();
    dies(bob, "{'action':'room:join','room':'r','id':'j'}");

    service.clock.advance(Duration.ofSeconds(1));
    bob.reconnects().says("{'action':'session:hello'}");

    assertThat(actions(alice.hears())).containsExactly("room:peer-joined");
  }

  @Test
  void whoCameAndWasNotAnnouncedIsAnnouncedWithTheNextPing() {
    alice.says("{'action':'room:join','room':'r'}");
    alice.hears();
    dies(bob, "{'action':'room:join','room':'r','id':'j'}");
    assertThat(alice.hears()).isEmpty();

    bob.says("{'action':'ping'}");
    assertThat(actions(alice.hears())).containsExactly("room:peer-joined");
    bob.says("{'action':'ping'}");
    assertThat(alice.hears()).isEmpty();
  }

  @Test
  void whoCameAndWasAnnouncedIsNotAnnouncedWhenAnotherPageSaysHello() {
    alice.says("{'action':'room:join','room':'r'}");
    bob.says("{'action':'room:join','room':'r','id':'j'}");
    assertThat(actions(alice.hears())).containsExactly("room:peer-joined");

    service.clock.advance(Duration.ofSeconds(1));
    bob.reconnects().says("{'action':'session:hello'}");

    assertThat(alice.hears()).isEmpty();
  }

  @Test
  void whoLostThePlaceToSomebodyWhoseHandlerDiedIsSaidToHaveLeft() {
    Guest carol = service.connected("carol");
    alice.says("{'action':'room:join','room':'r'}");
    bob.says("{'action':'room:join','room':'r'}");
    alice.hears();
    bob.disconnects();
    service.clock.advance(TestService.RESUME_WINDOW);

    dies(carol, "{'action':'room:join','room':'r','id':'j'}");
    service.timersRunOut();

    assertThat(actions(alice.hears())).containsExactly("room:peer-left");
  }

  @Test
  void joiningAgainTellsNobody() {
    alice.says("{'action':'room:join','room':'r','id':'1'}");
    bob.says("{'action':'room:join','room':'r','id':'1'}");
    alice.hears();

    bob.says("{'action':'room:join','room':'r','id':'2'}");

    assertThat(alice.hears()).isEmpty();
  }

  @Test
  void whatWasEndedShortlyBeforeItsSessionVanishedIsToldWhenTheSessionDeparts() {
    alice.calls(bob);
    bob.answers();
    bob.hears();
    dies(alice, "{'action':'webrtc:call-end','id':'end'}");
    alice.disconnects();

    service.clock.advance(TestService.RESUME_WINDOW);
    service.timersRunOut();

    assertThat(actions(bob.hears())).containsExactly("webrtc:call-end");
  }

  @Test
  void whatWasEndedShortlyBeforeItsSessionIsRevokedIsTold() {
    alice.calls(bob);
    bob.answers();
    bob.hears();
    dies(alice, "{'action':'webrtc:call-end','id':'end'}");

    service.guests().revoke(service.tokenOf(alice));

    assertThat(actions(bob.hears())).containsExactly("webrtc:call-end");
  }

  @Test
  void whatWasEndedLongBeforeIsNotToldAgain() {
    alice.calls(bob);
    alice.says("{'action':'webrtc:call-end','id':'end'}");
    bob.hears();
    service.clock.advance(Untold.SHORTLY);
    alice.disconnects();

    service.clock.advance(TestService.RESUME_WINDOW);
    service.timersRunOut();

    assertThat(bob.hears()).isEmpty();
  }

  @Test
  void aTimerThatIsHandedOutAgainTellsWhatTheFirstTimeEndedButDidNotTell() {
    alice.calls(bob);
    bob.hears();
    Timer ring = service.timers.running().getFirst().timer();
    service.clock.advance(TestService.RING);
    service.connections.dieAfter(1);
    assertThatThrownBy(() -> service.services.timers().ranOut(ring, false))
        .isInstanceOf(IllegalStateException.class);

    service.services.timers().ranOut(ring, true);

    assertThat(actions(alice.hears())).contains("webrtc:call-timeout");
    assertThat(actions(bob.hears())).contains("webrtc:call-timeout");
  }

  @Test
  void aDepartureThatIsHandedOutAgainTellsWhatTheFirstTimeDidNot() {
    alice.says("{'action':'room:join','room':'r'}");
    bob.says("{'action':'room:join','room':'r'}");
    alice.calls(bob);
    bob.answers();
    bob.hears();
    alice.disconnects();
    service.clock.advance(TestService.RESUME_WINDOW);
    Timer gone = new Timer.Gone(alice.id, alice.connection());
    service.connections.dieAfter(0);
    assertThatThrownBy(() -> service.services.timers().ranOut(gone, false))
        .isInstanceOf(IllegalStateException.class);

    service.services.timers().ranOut(gone, true);

    assertThat(actions(bob.hears())).containsExactly("webrtc:call-end", "room:peer-left");
  }

  @Test
  void aRevocationWhoseHandlerDiedIsCompletedByItsTimer() {
    callInARoom();
    GuestService guests = service.guests();
    String token = service.tokenOf(alice);
    service.connections.dieAfter(0);
    assertThatThrownBy(() -> guests.revoke(token)).isInstanceOf(IllegalStateException.class);
    assertThat(bob.hears()).isEmpty();

    service.clock.advance(Duration.ofSeconds(12));
    service.timersRunOut();

    assertThat(actions(bob.hears())).containsExactly("webrtc:call-end", "room:peer-left");
    assertThat(actions(alice.hears())).containsExactly("session:ended");
    assertThat(service.connections.isClosed(alice.connection())).isTrue();
  }

  @Test
  void aRevocationThatWasCompletedIsToldOnce() {
    callInARoom();
    service.guests().revoke(service.tokenOf(alice));
    assertThat(actions(bob.hears())).containsExactly("webrtc:call-end", "room:peer-left");

    service.clock.advance(Duration.ofSeconds(12));
    service.timersRunOut();

    assertThat(bob.hears()).isEmpty();
  }

  private void callInARoom() {
    alice.says("{'action':'room:join','room':'r'}");
    bob.says("{'action':'room:join','room':'r'}");
    alice.calls(bob);
    bob.answers();
    alice.hears();
    bob.hears();
  }

  @Test
  void aLossWhoseHandlerDiedBeforeItWasNotedIsNotedByItsTimer() {
    alice.calls(bob);
    bob.answers();
    bob.hears();
    // The handler of $disconnect started the timer and died.
    service.connections.lose(alice.connection());
    service.timers.start(new Timer.Gone(alice.id, alice.connection()), TestService.RESUME_WINDOW);
    service.clock.advance(TestService.RESUME_WINDOW);
    service.timersRunOut();
    assertThat(alice.session().attachment()).isEmpty();

    service.clock.advance(TestService.RESUME_WINDOW);
    service.timersRunOut();

    assertThat(actions(bob.hears())).containsExactly("webrtc:call-end");
  }
}
