package dev.offhook.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Calls of which one side does nothing any more, or is gone. */
@OffhookStack(parameters = {ShortTimes.RING, ShortTimes.RESUME})
@InBrowsers
class LostVisitorIT {

  private final LocalStack stack;

  LostVisitorIT(LocalStack stack) {
    this.stack = stack;
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aCallThatNobodyAnswersEndsAtBothSides(Visitors visitors) {
    Pair pair = Pair.meet(visitors, stack).rings("call-audio");
    pair.ann().isTold("^The call with Bob was not answered.$", "timeout");
    pair.bob().isTold("^The call with Ann was not answered.$", "timeout");
    pair.areFree();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whoClosesThePageInACallIsGoneForTheOther(Visitors visitors) {
    Pair pair = Pair.meet(visitors, stack).inAVideoCall();
    pair.ann().seesAndHears();
    pair.bob().closes();
    pair.ann().isTold("^Bob (hung up|lost the connection).", "hangup", "peer-disconnected");
    isAlone(pair.ann());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whosePageDiesInACallIsGoneForTheOtherAfterTheResumeWindow(Visitors visitors) {
    Pair pair = Pair.meet(visitors, stack).inAVideoCall();
    pair.ann().seesAndHears();
    pair.bob().crashes();
    pair.ann().isTold("^Bob lost the connection. The call took ", "peer-disconnected");
    isAlone(pair.ann());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whosePageDiesWhileItRingsIsCalledNoLonger(Visitors visitors) {
    Pair pair = Pair.meet(visitors, stack).rings("call-video");
    pair.bob().crashes();
    pair.ann().isTold("Bob", "peer-disconnected", "timeout");
    isAlone(pair.ann());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whosePageDiesWhileTheyCallLetsTheOtherRingNoLonger(Visitors visitors) {
    Pair pair = Pair.meet(visitors, stack).rings("call-video");
    pair.ann().crashes();
    pair.bob().isTold("Ann", "peer-disconnected", "timeout");
    isAlone(pair.bob());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whoLoadsThePageAgainCanBeCalledAgain(Visitors visitors) {
    Pair pair = Pair.meet(visitors, stack).inAnAudioCall();
    pair.bob().page().reload();
    pair.ann().isTold("^Bob (hung up|lost the connection).", "hangup", "peer-disconnected");
    pair.bob().joins();
    pair.bob().is("room");
    pair.rings("call-audio");
    pair.bob().clicks("accept-audio");
    pair.areConnected();
    pair.both().forEach(Visitor::hears);
  }

  private static void isAlone(Visitor visitor) {
    visitor.is("room");
    visitor.waitFor("is alone", "() => document.querySelector('[data-testid=peer]') === null", "");
    assertThat(visitor.at("face-text").textContent()).contains("You are the first one here");
    assertThat(visitor.at("call-video").isVisible()).isFalse();
  }
}
