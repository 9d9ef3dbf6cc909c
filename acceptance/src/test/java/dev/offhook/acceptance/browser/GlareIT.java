package dev.offhook.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two who call each other at once are in one call, which nobody has to accept. */
@OffhookStack
@InBrowsers
class GlareIT {

  private final LocalStack stack;

  GlareIT(LocalStack stack) {
    this.stack = stack;
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void twoWhoCallEachOtherAtTheSameInstantAreInOneCall(Visitors visitors) {
    Pair pair = Pair.meet(visitors, stack);
    pair.clickAtOnce("call-video");
    areInOneCall(pair);
    pair.both().forEach(Visitor::seesAndHears);
    pair.ann().clicks("hang-up");
    pair.areFree();
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @CsvSource({"error,webrtc:offer", "webrtc:offer,error"})
  void offersThatCrossOpenOneCallWhateverComesFirst(
      String first, String second, Visitors visitors) {
    Visitor ann = visitors.comes("Ann");
    Visitor bob = visitors.comes("Bob");
    HeldFrames toAnn = HeldFrames.onTheWayTo(ann.page(), first, second);
    HeldFrames toBob = HeldFrames.onTheWayTo(bob.page(), first, second);
    Pair pair = Pair.meet(ann, bob, stack);
    ann.clicks("call-audio");
    ann.is("calling");
    waitUntilHeld(ann.page(), toBob, "webrtc:offer");
    bob.clicks("call-audio");
    waitUntilHeld(bob.page(), toBob, "webrtc:offer", "error");
    toBob.deliver(first, second);
    toAnn.deliver(first, second);
    areInOneCall(pair);
    pair.both().forEach(Visitor::hears);
  }

  private static void waitUntilHeld(Page page, HeldFrames frames, String... actions) {
    page.waitForCondition(
        () -> frames.hold(actions),
        new Page.WaitForConditionOptions().setTimeout(Visitor.PATIENCE_MS));
  }

  private static void areInOneCall(Pair pair) {
    pair.areConnected();
    assertThat(pair.ann().callIds()).hasSize(1).isEqualTo(pair.bob().callIds());
  }
}
