package dev.offhook.acceptance.browser;

import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import org.junit.jupiter.api.Test;

/** A call looks for another path for its media. */
@OffhookStack
@InBrowsers
class IceRestartIT {

  private static final String FRAGMENTS =
      """
      () => ['localDescription', 'remoteDescription']
        .map(which => offhookDemo.pc()[which].sdp.match(/a=ice-ufrag:(\\S+)/)[1])
      """;

  private final LocalStack stack;

  IceRestartIT(LocalStack stack) {
    this.stack = stack;
  }

  @Test
  void takesNewCredentialsOnBothSidesAndGoesOn(Visitors visitors) {
    Pair pair = Pair.meet(visitors, stack).inAVideoCall();
    Object before = pair.ann().page().evaluate(FRAGMENTS);
    pair.bob().page().evaluate("() => offhookDemo.pc().restartIce()");
    pair.ann()
        .waitFor(
            "has new credentials",
            "before => (" + FRAGMENTS + ")().every(fragment => !before.includes(fragment))",
            before);
    pair.areConnected();
    pair.both().forEach(Visitor::seesAndHears);
    pair.ann().clicks("hang-up");
    pair.areFree();
  }
}
