package dev.offhook.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Calls that somebody ends: both sides are told, stop their cameras, and can call again. */
@OffhookStack
@InBrowsers
class EndedCallIT {

  private final LocalStack stack;

  EndedCallIT(LocalStack stack) {
    this.stack = stack;
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whenTheCallerHangsUpBothAreFree(Visitors visitors) {
    Pair pair = Pair.meet(visitors, stack).inAVideoCall();
    pair.ann().clicks("hang-up");
    pair.bob().isTold("^Ann hung up. The call took 00:\\d\\d\\.$", "hangup");
    pair.ann().isTold("^You hung up. The call took 00:\\d\\d\\.$", "hangup");
    pair.areFree();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whenTheCalleeHangsUpBothAreFree(Visitors visitors) {
    Pair pair = Pair.meet(visitors, stack).inAnAudioCall();
    pair.bob().clicks("hang-up");
    pair.ann().isTold("^Bob hung up. ", "hangup");
    pair.bob().isTold("^You hung up. ", "hangup");
    pair.areFree();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whenBothHangUpAtOnceBothAreFree(Visitors visitors) {
    Pair pair = Pair.meet(visitors, stack).inAnAudioCall();
    pair.clickAtOnce("hang-up");
    pair.ann().isTold(" hung up. ", "hangup");
    pair.bob().isTold(" hung up. ", "hangup");
    pair.areFree();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void theCameraGoesOutWithTheCall(Visitors visitors) {
    Pair pair = Pair.meet(visitors, stack).rings("call-video");
    assertThat(pair.ann().at("self").isVisible()).isTrue();
    pair.ann().page().evaluate(KEEP_TRACKS);
    pair.bob().clicks("reject");
    pair.ann().is("room");
    assertThat(pair.ann().page().evaluate("() => window.kept.map(track => track.readyState)"))
        .isEqualTo(List.of("ended", "ended"));
    assertThat(pair.ann().at("self").isVisible()).isFalse();
  }

  private static final String KEEP_TRACKS =
      """
      () => {
        const video = document.querySelector('[data-testid=local-video]');
        window.kept = video.srcObject.getTracks();
      }
      """;
}
