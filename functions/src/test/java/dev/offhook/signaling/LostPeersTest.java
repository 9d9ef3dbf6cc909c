package dev.offhook.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.json.Json.JsonObject;
import dev.offhook.signaling.TestService.Guest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LostPeersTest {

  private final TestService service = new TestService();
  private final Guest alice = service.connected("alice");
  private final Guest bob = service.connected("bob");

  @Test
  void anOfferToSomebodyWhoseConnectionIsGoneOpensTheCallAndWaitsWhileTheirGraceRuns() {
    service.connections.lose(bob.connection());

    JsonObject ack = alice.calls(bob);

    assertThat(ack.text("action")).contains("ack");
    assertThat(ack.text("delivery")).contains("queued");
    assertThat(bob.session().attachment()).isEmpty();
    assertThat(service.timers.running())
        .extracting(started -> started.timer())
        .contains(new Timers.Timer.Gone(bob.id, bob.connection()));
  }

  @Test
  void aCandidateForAPeerThatStaysAwayIsAnsweredPeerUnavailableAndChangesNoCall() {
    callIsActive();
    bob.disconnects();
    service.clock.advance(TestService.RESUME_WINDOW);

    JsonObject answer = alice.says("{'action':'webrtc:ice-candidate','id':'c','candidate':null}");

    assertThat(answer.text("code")).contains("peer-unavailable");
    assertThat(alice.session().call()).isPresent();
  }

  @Test
  void aCandidateReachesThePeersNewConnectionEvenBeforeTheCopyIsUpdated() {
    callIsActive();
    service.connections.lose(bob.connection());
    service
        .stores
        .sessions()
        .attach(
            bob.id,
            new dev.offhook.session.Session.Attachment(
                bob.reconnects().connection(), service.clock.instant()),
            true,
            service.clock.instant());

    JsonObject ack = alice.says("{'action':'webrtc:ice-candidate','id':'c','candidate':null}");

    assertThat(ack.text("delivery")).contains("delivered");
    assertThat(actions(bob.hears())).containsExactly("webrtc:ice-candidate");
  }

  @Test
  void whoStaysAwayForTheResumeWindowIsTakenOutOfCallAndRoomAndTheOtherIsTold() {
    alice.says("{'action':'room:join','room':'r'}");
    bob.says("{'action':'room:join','room':'r'}");
    callIsActive();
    bob.disconnects();

    service.clock.advance(TestService.RESUME_WINDOW);
    service.timersRunOut();

    List<JsonObject> heard = alice.hears();
    assertThat(actions(heard)).containsExactly("webrtc:call-end", "room:peer-left");
    assertThat(heard.getFirst().text("reason")).contains("peer-disconnected");
    assertThat(heard.getFirst().member("from")).isEmpty();
    assertThat(heard.getLast().text("reason")).contains("disconnected");
    assertThat(alice.session().call()).isEmpty();
    assertThat(bob.session().call()).isEmpty();
    assertThat(bob.session().room()).isEmpty();
  }

  @Test
  void whoStaysAwayIsInTheRoomForWhoJoinsItAgainUntilItIsTakenOut() {
    alice.says("{'action':'room:join','room':'r'}");
    bob.says("{'action':'room:join','room':'r'}");
    bob.disconnects();
    service.clock.advance(TestService.RESUME_WINDOW);

    JsonObject joined = alice.says("{'action':'room:join','room':'r'}");

    assertThat(joined.member("peers").orElseThrow().toString())
        .contains(bob.id.value())
        .contains("connected")
        .contains("false");
  }

  @Test
  void whoComesBackWithinTheResumeWindowKeepsCallAndRoomAndNobodyIsTold() {
    callIsActive();
    bob.disconnects();
    service.clock.advance(TestService.RESUME_WINDOW.minusSeconds(1));
    JsonObject established = bob.reconnects().says("{'action':'session:hello'}");
    service.clock.advance(Duration.ofSeconds(1));
    service.timersRunOut();

    assertThat(established.member("resumed").orElseThrow().toString()).contains("true");
    assertThat(established.object("call").orElseThrow().text("state")).contains("active");
    assertThat(alice.hears()).isEmpty();
    assertThat(bob.session().call()).isPresent();
  }

  @Test
  void aGoneTimerOfAnEarlierLossWaitsForTheLaterOne() {
    callIsActive();
    bob.disconnects();
    service.clock.advance(Duration.ofSeconds(20));
    bob.reconnects().says("{'action':'session:hello'}");
    bob.disconnects();
    service.clock.advance(Duration.ofSeconds(10));
    service.timersRunOut();
    assertThat(alice.session().call()).isPresent();

    service.clock.advance(Duration.ofSeconds(20));
    service.timersRunOut();
    assertThat(alice.session().call()).isEmpty();
  }

  @Test
  void whoDepartedIsMissedOnceThoughTheLossWasNoticedTwice() {
    callIsActive();
    bob.disconnects();
    service.services.presence().lost(bob.id, bob.connection());

    service.clock.advance(TestService.RESUME_WINDOW);
    service.timersRunOut();

    assertThat(actions(alice.hears())).containsExactly("webrtc:call-end");
  }

  @Test
  void aStaleDisconnectIsIgnored() {
    dev.offhook.protocol.ConnectionId old = bob.connection();
    bob.reconnects().says("{'action':'session:hello'}");

    service.services.presence().lost(bob.id, old);

    service.clock.advance(TestService.RESUME_WINDOW);
    service.timersRunOut();
    assertThat(bob.session().connection()).contains(bob.connection());
  }

  @Test
  void theRingTimerEndsTheCallAndTellsBothSidesOnceHoweverOftenItRunsOut() {
    alice.calls(bob);
    bob.hears();
    Timers.Timer ring = service.timers.running().getFirst().timer();

    service.clock.advance(TestService.RING);
    service.services.timers().ranOut(ring, false);
    service.services.timers().ranOut(ring, false);

    assertThat(actions(alice.hears())).containsExactly("webrtc:call-timeout");
    assertThat(actions(bob.hears())).containsExactly("webrtc:call-timeout");
    assertThat(alice.session().call()).isEmpty();
  }

  @Test
  void anEarlyRingTimerIsStartedAgainForTheRest() {
    alice.calls(bob);
    Timers.Timer ring = service.timers.running().getFirst().timer();
    service.clock.advance(TestService.RING.minusSeconds(2));

    service.services.timers().ranOut(ring, false);

    assertThat(alice.session().call()).isPresent();
    assertThat(service.timers.running())
        .extracting(started -> started.due())
        .contains(TestService.START.plus(TestService.RING));
  }

  @Test
  void aRingTimerLeavesAnAnsweredCallAlone() {
    Timers.Timer ring = callIsActive();
    service.clock.advance(TestService.RING);

    service.services.timers().ranOut(ring, false);

    assertThat(alice.session().call()).isPresent();
    assertThat(alice.hears()).isEmpty();
  }

  private Timers.Timer callIsActive() {
    alice.calls(bob);
    Timers.Timer ring = service.timers.running().getFirst().timer();
    bob.answers();
    alice.hears();
    bob.hears();
    return ring;
  }

  private static List<String> actions(List<JsonObject> frames) {
    return frames.stream().map(frame -> frame.text("action")).flatMap(Optional::stream).toList();
  }
}
