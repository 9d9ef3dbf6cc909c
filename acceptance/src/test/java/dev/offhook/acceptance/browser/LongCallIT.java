package dev.offhook.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import org.junit.jupiter.api.Test;

/** A call that outlives its tokens and its connections, all times shortened. */
@OffhookStack(parameters = {"TokenSeconds=20", "ReconnectBeforeSeconds=8"})
@InBrowsers
class LongCallIT {

  private final LocalStack stack;

  LongCallIT(LocalStack stack) {
    this.stack = stack;
  }

  @Test
  void goesOnOverNewTokensAndNewConnectionsAndNobodyNotices(Visitors visitors) {
    Pair pair = Pair.meet(visitors, stack).inAVideoCall();
    pair.both()
        .forEach(
            visitor ->
                visitor.waitFor(
                    "has been in the call for 25 seconds",
                    "() => Date.now() - offhookDemo.state.call.since > 25_000",
                    "",
                    60_000));
    pair.both().forEach(Visitor::seesAndHears);
    pair.both()
        .forEach(
            visitor -> {
              assertThat(sent(visitor, "session:hello")).isGreaterThanOrEqualTo(4);
              assertThat(sent(visitor, "session:refresh")).isPositive();
              assertThat(visitor.trace().frames())
                  .noneMatch(frame -> frame.action().equals("error"));
            });
    pair.ann().at("chat-input").fill("still there?");
    pair.ann().clicks("chat-send");
    pair.bob().finds("chat-message");
    pair.ann().clicks("hang-up");
    pair.areFree();
  }

  private static long sent(Visitor visitor, String action) {
    return visitor.trace().frames().stream()
        .filter(frame -> frame.sent() && frame.action().equals(action))
        .count();
  }
}
