package dev.offhook.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import org.junit.jupiter.api.Test;

/** Calls that outlast what they were begun with: tokens, and the connections that they go over. */
@OffhookStack(
    parameters = {"TokenSeconds=12", "ReconnectBeforeSeconds=8"},
    faults = "none")
@InBrowsers
class LastingCallIT {

  private final LocalStack stack;

  LastingCallIT(LocalStack stack) {
    this.stack = stack;
  }

  @Test
  void aCallOutlastsItsTokensAndItsConnections(Visitors visitors) {
    Visitor ann = visitors.comes("Ann");
    Visitor bob = visitors.comes("Bob");
    Scissors anns = Scissors.at(ann.page());
    Pair pair = Pair.meet(ann, bob, stack).inAVideoCall();
    ann.waitFor(
        "has had three connections", "() => new Promise(r => setTimeout(r, 20_000, true))", "");

    assertThat(anns.connections()).isGreaterThanOrEqualTo(3);
    assertThat(ann.trace().frames()).noneMatch(frame -> frame.detail().equals("session-expired"));
    ann.isOnLine("connected");
    pair.both().forEach(Visitor::seesAndHears);
    ann.at("chat-input").fill("still there?");
    ann.at("chat-input").press("Enter");
    bob.waitFor(
        "reads it",
        "text => document.querySelector('[data-testid=chat-messages]').textContent.includes(text)",
        "still there?");
    bob.clicks("hang-up");
    pair.areFree();
  }
}
