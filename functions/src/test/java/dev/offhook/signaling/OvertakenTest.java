package dev.offhook.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offhook.call.CallRecord;
import dev.offhook.fakes.FakeStores;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.FrameId;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Session;
import dev.offhook.session.Session.Attachment;
import dev.offhook.signaling.Sessions.MailPlace;
import dev.offhook.signaling.TestService.Guest;
import dev.offhook.signaling.Timers.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Handlers that others overtake, or that nobody waits for any more. */
class OvertakenTest {

  private Runnable beforeEnd = () -> {};
  private Runnable afterEnd = () -> {};
  private Optional<Runnable> insteadOfOpening = Optional.empty();
  private final TestService service =
      new TestService(
          clock -> new FakeStores(TestService.FRAME_RATE, TestService.RESUME_WINDOW, clock),
          stores -> new Interrupted(stores.calls()));
  private final Guest alice = service.connected("alice");
  private final Guest bob = service.connected("bob");

  private static List<String> actions(List<JsonObject> frames) {
    return frames.stream().map(frame -> frame.text("action")).flatMap(Optional::stream).toList();
  }

  private void attach(Guest guest) {
    Attachment attachment = new Attachment(guest.connection(), service.clock.instant());
    service.stores.sessions().attach(guest.id, attachment, true, service.clock.instant());
  }

  private void aCallEndsAndIsNotTold() {
    alice.calls(bob);
    bob.answers();
    bob.hears();
    service.connections.dieAfter(0);
    assertThatThrownBy(() -> alice.says("{'action':'webrtc:call-end','id':'end'}"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whoFillsAPlaceAfterItWasGivenUpIsTold() {
    bob.disconnects();
    MailPlace place =
        service.stores.sessions().takePlace(bob.id, 10, Optional.empty(), service.clock.instant());
    bob.reconnects().says("{'action':'session:hello'}");

    boolean put =
        service
            .stores
            .mailbox()
            .put(bob.id, ((MailPlace.Taken) place).place(), "{}", service.clock.instant());

    assertThat(put).isFalse();
  }

  @Test
  void whoComesBackWhileItsCallEndsHearsOfTheEndBehindTheOfferThatWaited() {
    bob.disconnects();
    alice.calls(bob);
    service.clock.advance(TestService.RESUME_WINDOW);
    afterEnd = () -> attach(bob.reconnects());

    service.timersRunOut();
    bob.says("{'action':'session:hello'}");

    assertThat(actions(bob.hears())).containsExactly("webrtc:offer", "webrtc:call-end");
  }

  @Test
  void whoLeavesWhileItsComingIsToldIsSaidToHaveLeftOnceMoreAfterThat() {
    alice.says("{'action':'room:join','room':'r'}");
    service.connections.afterPost(alice.connection(), () -> bob.says("{'action':'room:leave'}"));

    bob.says("{'action':'room:join','room':'r'}");

    assertThat(actions(alice.hears()))
        .containsExactly("room:peer-joined", "room:peer-left", "room:peer-left");
    assertThat(bob.session().room()).isEmpty();
  }

  @Test
  void aFrameByAConnectionThatWasReplacedIsAnsweredSo() {
    ConnectionId old = alice.connection();
    service.clock.advance(Duration.ofSeconds(1));
    // The handler of the new page's hello died before it told the old one.
    service
        .stores
        .sessions()
        .attach(
            alice.id,
            new Attachment(new ConnectionId("newer"), service.clock.instant()),
            true,
            service.clock.instant());

    assertThat(alice.says("{'action':'ping','id':'p'}").members()).isEmpty();

    assertThat(service.connections.isClosed(old)).isTrue();
    JsonObject replaced = alice.hears().getFirst();
    assertThat(replaced.text("action")).contains("connection:replaced");
    assertThat(replaced.text("id")).contains("p");
  }

  @Test
  void aPageThatIsReplacedWhileItEndsTheCallDoesNotEndIt() {
    alice.calls(bob);
    bob.answers();
    bob.hears();
    ConnectionId old = alice.connection();
    beforeEnd =
        () -> {
          beforeEnd = () -> {};
          service.clock.advance(Duration.ofSeconds(1));
          attach(alice.reconnects());
        };

    alice.says("{'action':'webrtc:call-end','id':'end'}");

    assertThat(service.connections.isClosed(old)).isTrue();
    assertThat(alice.session().call()).isPresent();
    assertThat(actions(bob.hears())).isEmpty();
  }

  @Test
  void anEndIsToldToThePageThatTookOverMeanwhile() {
    alice.calls(bob);
    bob.answers();
    ConnectionId old = bob.connection();
    beforeEnd =
        () -> {
          beforeEnd = () -> {};
          service.clock.advance(Duration.ofSeconds(1));
          bob.reconnects().says("{'action':'session:hello'}");
          bob.hears();
        };

    alice.says("{'action':'webrtc:call-end','id':'end'}");

    assertThat(bob.connection()).isNotEqualTo(old);
    assertThat(actions(bob.hears())).containsExactly("webrtc:call-end");
  }

  @Test
  void aNewPageTellsWhatTheOneBeforeEndedButItsHandlerDidNotTell() {
    aCallEndsAndIsNotTold();

    service.clock.advance(Duration.ofSeconds(1));
    alice.reconnects().says("{'action':'session:hello'}");

    assertThat(actions(bob.hears())).containsExactly("webrtc:call-end");
  }

  @Test
  void aNewPageTellsWhatWasEndedShortlyBeforeTheOneBeforeWasLost() {
    aCallEndsAndIsNotTold();
    service.clock.advance(Duration.ofSeconds(10));
    alice.disconnects();

    service.clock.advance(Duration.ofSeconds(10));
    alice.reconnects().says("{'action':'session:hello'}");

    assertThat(actions(bob.hears())).containsExactly("webrtc:call-end");
  }

  @Test
  void aCallOfAGuestWhoWasRevokedMeanwhileIsRefused() {
    insteadOfOpening =
        Optional.of(() -> service.stores.sessions().revoke(alice.id, service.clock.instant()));

    assertThat(alice.calls(bob).text("code")).contains("unauthorized");
  }

  @Test
  void aCallIsWatchedBeforeItIsOpened() {
    List<Timer> watching = new ArrayList<>();
    insteadOfOpening =
        Optional.of(
            () -> {
              service.timers.running().forEach(started -> watching.add(started.timer()));
              throw new IllegalStateException("the handler dies");
            });

    assertThatThrownBy(() -> alice.calls(bob)).hasMessage("the handler dies");

    assertThat(watching).hasSize(1).hasOnlyElementsOfType(Timer.Ring.class);
  }

  @Test
  void mailThatASlowHandlerOpensIsSeenToByALaterTimer() {
    alice.calls(bob);
    bob.answers();
    service.connections.refuse(bob.connection());

    alice.says("{'action':'webrtc:ice-candidate','id':'c','candidate':null}");

    Instant late = service.clock.instant().plusSeconds(30);
    assertThat(service.timers.running())
        .filteredOn(started -> started.timer() instanceof Timer.Mail)
        .anyMatch(started -> !started.due().isBefore(late));
  }

  /** Calls between whose steps something happens. */
  private final class Interrupted implements Calls {
    private final Calls calls;

    private Interrupted(Calls calls) {
      this.calls = calls;
    }

    @Override
    public boolean open(CallRecord call, Optional<FrameId> frame, Session caller, Session callee) {
      insteadOfOpening.ifPresent(Runnable::run);
      return insteadOfOpening.isEmpty() && calls.open(call, frame, caller, callee);
    }

    @Override
    public boolean answer(CallId id, SessionId caller, SessionId callee, Instant now) {
      return calls.answer(id, caller, callee, now);
    }

    @Override
    public boolean end(Ending ending) {
      beforeEnd.run();
      boolean ended = calls.end(ending);
      afterEnd.run();
      return ended;
    }

    @Override
    public Optional<CallRecord> find(CallId id) {
      return calls.find(id);
    }
  }
}
