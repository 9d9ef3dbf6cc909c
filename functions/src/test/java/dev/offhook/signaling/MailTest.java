package dev.offhook.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offhook.json.Json.JsonObject;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.session.Mail;
import dev.offhook.session.Session.Attachment;
import dev.offhook.signaling.Sessions.MailPlace;
import dev.offhook.signaling.TestService.Guest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Frames for a session that is away and may come back. */
class MailTest {

  private final TestService service = new TestService();
  private final Guest alice = service.connected("alice");
  private final Guest bob = service.connected("bob");

  @BeforeEach
  void callIsActive() {
    alice.calls(bob);
    bob.answers();
    alice.hears();
    bob.hears();
  }

  private JsonObject candidate(int seq) {
    return alice.says(
        "{'action':'webrtc:ice-candidate','id':'c%d','candidate':null,'seq':%d}"
            .formatted(seq, seq));
  }

  private List<String> candidatesOf(List<JsonObject> frames) {
    return frames.stream()
        .filter(frame -> frame.text("action").equals(Optional.of("webrtc:ice-candidate")))
        .map(frame -> frame.member("seq").orElseThrow().toString())
        .toList();
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(number -> dev.offhook.json.Json.of(number).toString())
        .toList();
  }

  @Test
  void framesForAPeerThatIsAwayComeAfterItsHelloInOrderAndOnce() {
    bob.disconnects();
    for (int seq = 1; seq <= 30; seq++) {
      assertThat(candidate(seq).text("delivery")).contains("queued");
    }

    JsonObject established = bob.reconnects().says("{'action':'session:hello'}");

    assertThat(established.text("action")).contains("connection:established");
    assertThat(candidatesOf(bob.hears())).isEqualTo(numbers(1, 30));
    assertThat(candidate(31).text("delivery")).contains("delivered");
    bob.says("{'action':'session:hello'}");
    assertThat(candidatesOf(bob.hears())).isEqualTo(numbers(31, 31));
    assertThat(service.stores.mailbox().read(bob.id, new Mail(0, 100, 0))).isEmpty();
  }

  @Test
  void aFrameThatComesWhileTheMailIsDeliveredComesLast() {
    bob.disconnects();
    candidate(1);
    candidate(2);
    // Bob is back, but his mail not delivered yet.
    attach(bob.reconnects());

    assertThat(candidate(3).text("delivery")).contains("queued");
    bob.says("{'action':'session:hello'}");

    assertThat(candidatesOf(bob.hears())).isEqualTo(numbers(1, 3));
  }

  @Test
  void whatComesBetweenTheLastPostAndTheClosingIsDeliveredToo() {
    bob.disconnects();
    candidate(1);
    bob.reconnects();
    service.connections.afterPost(bob.connection(), () -> candidate(2));

    bob.says("{'action':'session:hello'}");

    assertThat(candidatesOf(bob.hears())).isEqualTo(numbers(1, 2));
    assertThat(bob.session().mail().isOpen()).isFalse();
  }

  @Test
  void peersPostDirectlyOnlyOnceTheMailIsDelivered() {
    bob.disconnects();
    candidate(1);
    bob.reconnects();
    service.connections.afterPost(
        bob.connection(),
        () ->
            assertThat(alice.session().call().orElseThrow().peerConnection())
                .isNotEqualTo(Optional.of(bob.connection())));

    bob.says("{'action':'session:hello'}");

    assertThat(alice.session().call().orElseThrow().peerConnection()).contains(bob.connection());
  }

  @Test
  void anOfferToSomebodyWhoIsAwayRingsWhenTheyAreBack() {
    alice.says("{'action':'webrtc:call-end'}");
    bob.hears();
    bob.disconnects();

    assertThat(alice.calls(bob, "again").text("delivery")).contains("queued");
    JsonObject established = bob.reconnects().says("{'action':'session:hello'}");

    List<JsonObject> heard = bob.hears();
    assertThat(heard).hasSize(1);
    assertThat(heard.getFirst().text("action")).contains("webrtc:offer");
    assertThat(heard.getFirst().member("polite")).isPresent();
    assertThat(established.object("call").orElseThrow().text("state")).contains("ringing");
    assertThat(bob.answers().text("delivery")).contains("delivered");
  }

  @Test
  void aFullMailboxIsToldToTheSenderAndTakesNothingMore() {
    bob.disconnects();
    int candidates = 0;
    while (candidate(candidates + 1).text("delivery").equals(Optional.of("queued"))) {
      candidates++;
      service.clock.advance(Duration.ofMillis(40));
    }

    assertThat(candidates).isEqualTo(Mail.MAX_FRAMES);
    assertThat(candidate(candidates + 1).text("code")).contains("peer-unavailable");
    bob.reconnects().says("{'action':'session:hello'}");
    assertThat(candidatesOf(bob.hears())).isEqualTo(numbers(1, candidates));
  }

  @Test
  void aConnectionThatTakesNothingForNowGetsItsFramesLaterInOrder() {
    service.connections.refuse(bob.connection());
    assertThat(candidate(1).text("delivery")).contains("queued");
    service.clock.advance(Duration.ofSeconds(2));
    service.timersRunOut();
    assertThat(bob.hears()).isEmpty();

    service.connections.restore(bob.connection());
    service.clock.advance(Duration.ofSeconds(2));
    service.timersRunOut();

    assertThat(candidatesOf(bob.hears())).isEqualTo(numbers(1, 1));
    assertThat(bob.session().mail().isOpen()).isFalse();
  }

  @Test
  void whoLeavesARoomIsNotSaidToHaveLeftBeforeItIsSaidToHaveCome() {
    bob.says("{'action':'room:join','room':'r'}");
    service.connections.refuse(bob.connection());
    alice.says("{'action':'room:join','room':'r'}");
    service.connections.restore(bob.connection());
    alice.says("{'action':'room:leave'}");

    service.clock.advance(Duration.ofSeconds(2));
    service.timersRunOut();

    assertThat(bob.hears())
        .extracting(frame -> frame.text("action").orElseThrow())
        .containsExactly("room:peer-joined", "room:peer-left");
  }

  @Test
  void aConnectionThatStopsTakingFramesMidwayGetsTheRestLater() {
    bob.disconnects();
    candidate(1);
    candidate(2);
    candidate(3);
    bob.reconnects();
    service.connections.afterPost(
        bob.connection(), () -> service.connections.refuse(bob.connection()));
    bob.says("{'action':'session:hello'}");
    assertThat(candidatesOf(bob.hears())).isEqualTo(numbers(1, 1));
    assertThat(bob.session().mail().count()).isEqualTo(2);
    assertThat(candidate(4).text("delivery")).contains("queued");

    service.connections.restore(bob.connection());
    service.clock.advance(Duration.ofSeconds(2));
    service.timersRunOut();

    assertThat(candidatesOf(bob.hears())).isEqualTo(numbers(2, 4));
    assertThat(candidate(5).text("delivery")).contains("delivered");
  }

  @Test
  void aConnectionThatIsLostMidwayLeavesTheRestForTheNext() {
    bob.disconnects();
    candidate(1);
    candidate(2);
    bob.reconnects();
    service.connections.afterPost(
        bob.connection(), () -> service.connections.lose(bob.connection()));
    bob.says("{'action':'session:hello'}");
    assertThat(bob.session().attachment()).isEmpty();

    bob.hears();
    bob.reconnects().says("{'action':'session:hello'}");

    assertThat(candidatesOf(bob.hears())).isEqualTo(numbers(2, 2));
  }

  @Test
  void aHandlerThatDiesMidwayIsMadeUpForByTheTimer() {
    bob.disconnects();
    candidate(1);
    candidate(2);
    bob.reconnects();
    service.connections.dieAfter(1);
    assertThatThrownBy(() -> bob.says("{'action':'session:hello'}"))
        .isInstanceOf(IllegalStateException.class);
    bob.hears();

    service.clock.advance(Duration.ofSeconds(2));
    service.timersRunOut();

    // The first was posted before: its seq tells.
    assertThat(candidatesOf(bob.hears())).isEqualTo(numbers(1, 2));
    assertThat(candidate(3).text("delivery")).contains("delivered");
    assertThat(alice.session().call().orElseThrow().peerConnection()).contains(bob.connection());
  }

  @Test
  void aPlaceWhoseWriterDiedIsGivenUpAndTheRestIsDelivered() {
    bob.disconnects();
    candidate(1);
    takePlace();
    candidate(2);

    bob.reconnects().says("{'action':'session:hello'}");

    assertThat(candidatesOf(bob.hears())).isEqualTo(numbers(1, 2));
    assertThat(service.pauses).isNotEmpty();
  }

  @Test
  void aPlaceWhoseWriterIsSlowIsWaitedFor() {
    bob.disconnects();
    candidate(1);
    long place = ((MailPlace.Taken) takePlace()).place();
    candidate(2);
    service.onPause(
        () ->
            service
                .stores
                .mailbox()
                .put(bob.id, place, "{\"slow\":true}", service.clock.instant()));

    bob.reconnects().says("{'action':'session:hello'}");

    assertThat(bob.hears())
        .hasSize(3)
        .element(1)
        .matches(frame -> frame.member("slow").isPresent());
  }

  private MailPlace takePlace() {
    return service
        .stores
        .sessions()
        .takePlace(bob.id, 10, Optional.empty(), service.clock.instant());
  }

  @Test
  void whatWaitsForASessionThatStaysAwayIsDropped() {
    bob.disconnects();
    candidate(1);
    service.clock.advance(TestService.RESUME_WINDOW);
    service.timersRunOut();

    assertThat(bob.session().mail().isOpen()).isFalse();
    assertThat(service.stores.mailbox().read(bob.id, new Mail(0, 100, 0))).isEmpty();
    bob.reconnects().says("{'action':'session:hello'}");
    assertThat(bob.hears()).isEmpty();
  }

  @Test
  void theEndOfACallWaitsForASideThatIsAway() {
    bob.disconnects();

    assertThat(alice.says("{'action':'webrtc:call-end','id':'end'}").text("delivery"))
        .contains("queued");
    JsonObject established = bob.reconnects().says("{'action':'session:hello'}");

    assertThat(bob.hears())
        .singleElement()
        .matches(frame -> frame.text("action").equals(Optional.of("webrtc:call-end")));
    assertThat(established.member("call")).isEmpty();
  }

  @Test
  void aNewerConnectionThatTakesOverWhileTheMailIsDeliveredGetsTheRest() {
    bob.disconnects();
    candidate(1);
    candidate(2);
    ConnectionId older = bob.reconnects().connection();
    service.clock.advance(Duration.ofSeconds(1));
    service.connections.afterPost(older, () -> attach(bob.reconnects()));
    bob.says("{'action':'session:hello'}");

    bob.says("{'action':'session:hello'}");

    assertThat(bob.session().connection()).contains(bob.connection());
    assertThat(bob.session().mail().isOpen()).isFalse();
    assertThat(candidatesOf(bob.hears())).contains(numbers(2, 2).getFirst());
  }

  private void attach(Guest guest) {
    service
        .stores
        .sessions()
        .attach(
            guest.id,
            new Attachment(guest.connection(), service.clock.instant()),
            true,
            service.clock.instant());
  }
}
