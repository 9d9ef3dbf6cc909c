package dev.offhook.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Calls that were accepted, with what really arrives at either side. */
@OffhookStack
@InBrowsers
class AcceptedCallIT {

  private final LocalStack stack;

  AcceptedCallIT(LocalStack stack) {
    this.stack = stack;
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aVideoCallIsSeenAndHeardOnBothSides(Visitors visitors) {
    Pair pair = Pair.meet(visitors, stack).inAVideoCall();
    pair.both().forEach(Visitor::seesAndHears);
    pair.both().forEach(Visitor::seesAndHears);
    assertThat(pair.ann().at("call-peer").textContent()).isEqualTo("Bob");
    assertThat(pair.bob().at("call-timer").textContent()).matches("00:\\d\\d");
    assertThat(pair.ann().callIds()).hasSize(1).isEqualTo(pair.bob().callIds());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void anAudioCallIsHeardOnBothSidesAndHasNoPicture(Visitors visitors) {
    Pair pair = Pair.meet(visitors, stack).inAnAudioCall();
    pair.both().forEach(Visitor::hears);
    pair.both().forEach(Visitor::hears);
    pair.both().forEach(Visitor::hasSeenNothing);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whoTakesAVideoCallWithAudioOnlySeesAndIsHeard(Visitors visitors) {
    Pair pair = Pair.meet(visitors, stack).rings("call-video");
    pair.bob().clicks("accept-audio");
    pair.areConnected();
    pair.bob().seesAndHears();
    pair.ann().hears();
    pair.ann().hasSeenNothing();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whoIsMutedIsNotHeardUntilTheyTakeItBack(Visitors visitors) {
    Pair pair = Pair.meet(visitors, stack).inAnAudioCall();
    pair.bob().hears();
    pair.ann().clicks("mute");
    pair.bob().hearsNothing();
    assertThat(pair.ann().at("mute").getAttribute("aria-pressed")).isEqualTo("true");
    pair.ann().hears();
    pair.ann().clicks("mute");
    pair.bob().hears();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aCameraThatIsOffIsDarkAtTheOtherSideUntilItIsOnAgain(Visitors visitors) {
    Pair pair = Pair.meet(visitors, stack).inAVideoCall();
    pair.ann().seesAndHears();
    pair.bob().clicks("camera");
    pair.ann().seesDarkness();
    assertThat(pair.bob().at("self").getAttribute("data-off")).isEqualTo("true");
    pair.bob().seesAndHears();
    pair.bob().clicks("camera");
    pair.ann().seesAndHears();
  }
}
