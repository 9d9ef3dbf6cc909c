package dev.offhook.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.call.CallRecord;
import dev.offhook.fakes.FakeStores;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.FrameId;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Session;
import dev.offhook.signaling.TestService.Guest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Frames that come twice, and frames that come between another's decision and its commit. */
class RepetitionTest {

  @Test
  void anOpeningOfferSentAgainOpensNoSecondCallAndReachesThePeerAgain() {
    TestService service = new TestService();
    Guest alice = service.connected("alice");
    Guest bob = service.connected("bob");
    JsonObject first = alice.calls(bob);

    JsonObject second = alice.calls(bob);

    assertThat(second).isEqualTo(first);
    assertThat(bob.hears())
        .hasSize(2)
        .allSatisfy(offer -> assertThat(offer.member("polite")).isPresent());
  }

  @Test
  void anOpeningOfferSentAgainAfterItsCallEndedIsAckedWithDeliveryNone() {
    TestService service = new TestService();
    Guest alice = service.connected("alice");
    Guest bob = service.connected("bob");
    JsonObject first = alice.calls(bob);
    bob.says("{'action':'webrtc:call-reject'}");
    bob.hears();

    JsonObject second = alice.calls(bob);

    assertThat(second.text("callId")).isEqualTo(first.text("callId"));
    assertThat(second.text("delivery")).contains("none");
    assertThat(bob.hears()).isEmpty();
  }

  @Test
  void anIdUsedAgainAfterFiveMinutesIsANewFrame() {
    TestService service = new TestService();
    Guest alice = service.connected("alice");
    Guest bob = service.connected("bob");
    JsonObject first = alice.calls(bob);
    bob.says("{'action':'webrtc:call-reject'}");
    service.clock.advance(Duration.ofMinutes(5));

    assertThat(alice.calls(bob).text("callId")).isPresent().isNotEqualTo(first.text("callId"));
  }

  @Test
  void anAnswerSentAgainReachesTheCallerAgain() {
    TestService service = new TestService();
    Guest alice = service.connected("alice");
    Guest bob = service.connected("bob");
    alice.calls(bob);

    JsonObject first = bob.answers();
    JsonObject second = bob.answers();

    assertThat(second).isEqualTo(first);
    assertThat(alice.hears()).hasSize(2);
  }

  @Test
  void whoseOfferComesBetweenDecisionAndCommitOfTheOthersWinsAndTheOtherGetsGlare() {
    Intruder intruder = new Intruder();
    TestService service = serviceWith(intruder);
    intruder.calls = service.stores.calls();
    Guest alice = service.connected("alice");
    Guest bob = service.connected("bob");
    intruder.beforeOpen = () -> bob.calls(alice);

    JsonObject answer = alice.calls(bob);

    assertThat(answer.text("code")).contains("glare");
    assertThat(answer.text("callId"))
        .isEqualTo(bob.session().call().map(call -> call.id().value()));
    assertThat(service.pauses).isNotEmpty();
  }

  @Test
  void whoseStateChangesInEveryAttemptGetsAFaultAfterABoundedNumber() {
    Intruder intruder = new Intruder();
    TestService service = serviceWith(intruder);
    intruder.calls = new NeverCommits(service.stores.calls());
    Guest alice = service.connected("alice");
    Guest bob = service.connected("bob");

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> alice.calls(bob))
        .isInstanceOf(IllegalStateException.class);
    assertThat(service.pauses).hasSizeBetween(3, 10);
    assertThat(service.pauses.stream().reduce(Duration.ZERO, Duration::plus))
        .isLessThan(Duration.ofSeconds(2));
  }

  private static TestService serviceWith(Calls calls) {
    return new TestService(
        clock -> new FakeStores(TestService.FRAME_RATE, TestService.RESUME_WINDOW, clock),
        _ -> calls);
  }

  /** Comes between a decision and its commit, once. */
  private static final class Intruder implements Calls {
    private Calls calls = this;
    private Runnable beforeOpen = () -> {};

    @Override
    public boolean open(CallRecord call, Optional<FrameId> frame, Session caller, Session callee) {
      Runnable once = beforeOpen;
      beforeOpen = () -> {};
      once.run();
      return calls.open(call, frame, caller, callee);
    }

    @Override
    public boolean answer(CallId id, SessionId caller, SessionId callee, Instant now) {
      return calls.answer(id, caller, callee, now);
    }

    @Override
    public boolean end(Ending ending) {
      return calls.end(ending);
    }

    @Override
    public Optional<CallRecord> find(CallId id) {
      return calls.find(id);
    }
  }

  private record NeverCommits(Calls calls) implements Calls {
    @Override
    public boolean open(CallRecord call, Optional<FrameId> frame, Session caller, Session callee) {
      return false;
    }

    @Override
    public boolean answer(CallId id, SessionId caller, SessionId callee, Instant now) {
      return false;
    }

    @Override
    public boolean end(Ending ending) {
      return false;
    }

    @Override
    public Optional<CallRecord> find(CallId id) {
      return calls.find(id);
    }
  }
}
