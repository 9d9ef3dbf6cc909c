package dev.offhook.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The signaling breaks off at a step of a call: the call comes about, or goes on, all the same. */
@OffhookStack
@InBrowsers
class BrokenSignalingIT {

  private final LocalStack stack;

  BrokenSignalingIT(LocalStack stack) {
    this.stack = stack;
  }

  private record Lines(Pair pair, BreakingLine anns, BreakingLine bobs) {}

  private Lines meet(Visitors visitors, boolean trickling) {
    Visitor ann = visitors.comes("Ann");
    Visitor bob = visitors.comes("Bob");
    if (trickling) {
      ann.trickles();
      bob.trickles();
    }
    BreakingLine anns = BreakingLine.of(ann.page());
    BreakingLine bobs = BreakingLine.of(bob.page());
    return new Lines(Pair.meet(ann, bob, stack), anns, bobs);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @CsvSource({
    "Ann, webrtc:offer, BEFORE_IT_IS_SENT",
    "Ann, webrtc:offer, AFTER_IT_IS_SENT",
    "Bob, webrtc:offer, BEFORE_IT_ARRIVES",
    "Bob, webrtc:offer, AFTER_IT_ARRIVES",
    "Ann, webrtc:ice-candidate, BEFORE_IT_IS_SENT",
    "Ann, webrtc:ice-candidate, AFTER_IT_IS_SENT",
    "Bob, webrtc:ice-candidate, BEFORE_IT_ARRIVES",
    "Bob, webrtc:answer, BEFORE_IT_IS_SENT",
    "Bob, webrtc:answer, AFTER_IT_IS_SENT",
    "Ann, webrtc:answer, BEFORE_IT_ARRIVES",
    "Ann, webrtc:answer, AFTER_IT_ARRIVES",
  })
  void aCallComesAboutWhereverItBreaks(
      String whose, String action, BreakingLine.Where where, Visitors visitors) {
    Lines lines = meet(visitors, action.equals("webrtc:ice-candidate"));
    BreakingLine line = whose.equals("Ann") ? lines.anns() : lines.bobs();
    line.breaksOff(action, where);
    Pair pair = lines.pair().inAVideoCall();
    pair.both().forEach(Visitor::seesAndHears);
    assertThat(line.breaks()).isEqualTo(1);
    assertThat(pair.ann().callIds()).hasSize(1).isEqualTo(pair.bob().callIds());
    pair.ann().clicks("hang-up");
    pair.areFree();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aCallThatIsConnectedGoesOnWhileBothAreCutOff(Visitors visitors) {
    Lines lines = meet(visitors, false);
    Pair pair = lines.pair().inAVideoCall();
    lines.anns().breaksOff("chat:text", BreakingLine.Where.BEFORE_IT_IS_SENT);
    lines.bobs().breaksOff("chat:text", BreakingLine.Where.BEFORE_IT_ARRIVES);
    pair.ann().at("chat-input").fill("still there?");
    pair.ann().clicks("chat-send");
    pair.both().forEach(Visitor::seesAndHears);
    pair.ann()
        .waitFor(
            "is connected again",
            "() => document.querySelector('[data-testid=connection]').dataset.status ==="
                + " 'connected'",
            "");
    assertThat(lines.anns().breaks()).isEqualTo(1);
    pair.both().forEach(Visitor::seesAndHears);
    pair.bob().clicks("hang-up");
    pair.areFree();
  }
}
