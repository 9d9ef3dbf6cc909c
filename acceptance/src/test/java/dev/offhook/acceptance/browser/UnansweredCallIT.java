package dev.offhook.acceptance.browser;

import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Calls that ring and are not taken. */
@OffhookStack
@InBrowsers
class UnansweredCallIT {

  private final LocalStack stack;

  UnansweredCallIT(LocalStack stack) {
    this.stack = stack;
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whoIsCalledDeclines(Visitors visitors) {
    Pair pair = Pair.meet(visitors, stack).rings("call-video");
    pair.bob().clicks("reject");
    pair.ann().isTold("^Bob declined the call.$", "rejected");
    pair.bob().isTold("^You declined the call.$", "rejected");
    pair.areFree();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whoCallsCancels(Visitors visitors) {
    Pair pair = Pair.meet(visitors, stack).rings("call-audio");
    pair.ann().clicks("cancel");
    pair.bob().isTold("^Ann stopped calling.$", "cancelled");
    pair.ann().isTold("^You cancelled the call.$", "cancelled");
    pair.areFree();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whoCancelsAsTheOtherAcceptsIsInNoCall(Visitors visitors) {
    Pair pair = Pair.meet(visitors, stack).rings("call-audio");
    pair.clickAtOnce("cancel", "accept-audio");
    pair.ann().isTold("^You (cancelled the call|hung up)", "cancelled", "hangup");
    pair.bob().isTold("^Ann (stopped calling|hung up)", "cancelled", "hangup");
    pair.areFree();
  }
}
