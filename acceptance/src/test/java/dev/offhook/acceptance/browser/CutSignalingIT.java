package dev.offhook.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.acceptance.wire.Aws;
import dev.offhook.acceptance.wire.Eventually;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls whose signaling the operator or the network cuts: they connect, and go on, and each
 * candidate arrives once and in order. {@link BrokenSignalingIT} breaks it off at more steps.
 */
@OffhookStack(faults = "none")
@InBrowsers
class CutSignalingIT {

  private static final long MINUTE_MS = Duration.ofMinutes(1).toMillis();

  private final LocalStack stack;
  private final Aws operator;

  CutSignalingIT(LocalStack stack) {
    this.stack = stack;
    this.operator = new Aws(new Service(stack.apiUrl(), stack.websocketUrl()));
  }

  /** By the operator, through the management API; or by the network, of which nobody is told. */
  private Consumer<String> how(String name) {
    return name.equals("operator")
        ? connection -> assertThat(operator.close(connection)).isEqualTo(204)
        : connection -> assertThat(stack.cut(connection, false)).isTrue();
  }

  @ParameterizedTest(name = "{0} {2} the {3} of {1}, by the {4}")
  @Execution(ExecutionMode.CONCURRENT)
  @CsvSource({
    "caller, caller, BEFORE, webrtc:offer, network",
    "caller, caller, AFTER, webrtc:offer, operator",
    "callee, caller, BEFORE, webrtc:offer, network",
    "caller, caller, AFTER, webrtc:ice-candidate, operator",
    "callee, callee, BEFORE, webrtc:answer, operator",
    "caller, callee, BEFORE, webrtc:answer, network"
  })
  void aCallConnectsThoughTheSignalingIsCut(
      String who, String by, Scissors.Moment moment, String action, String how, Visitors visitors) {
    Visitor ann = visitors.comes("Ann");
    Visitor bob = visitors.comes("Bob");
    ann.page().addInitScript(Visitors.script("candidates.js"));
    bob.page().addInitScript(Visitors.script("candidates.js"));
    if (action.equals("webrtc:ice-candidate")) {
      ann.trickles();
      bob.trickles();
    }
    Visitor cut = who.equals("caller") ? ann : bob;
    // What a browser says of a frame for a socket that is closing: it is sent again.
    cut.trace().expects("already in CLOSING or CLOSED");
    Scissors scissors = Scissors.at(cut.page());
    Pair pair = Pair.meet(ann, bob, stack);
    scissors.cut(who.equals(by), action, moment, how(how));

    pair.inAVideoCall();

    assertThat(scissors.hasCut()).isTrue();
    pair.both().forEach(Visitor::seesAndHears);
    eachCandidateArrivesOnceAndInOrder(ann, bob);
    eachCandidateArrivesOnceAndInOrder(bob, ann);
    assertThat(ann.callIds()).hasSize(1).isEqualTo(bob.callIds());
    ann.clicks("hang-up");
    pair.areFree();
  }

  private static void eachCandidateArrivesOnceAndInOrder(Visitor from, Visitor to) {
    Object found = from.page().evaluate("() => candidates.found");
    Eventually.until(
        "the candidates of " + from + " are there",
        () ->
            ((List<?>) to.page().evaluate("() => candidates.given")).size()
                >= ((List<?>) found).size());
    assertThat(to.page().evaluate("() => candidates.given")).isEqualTo(found);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(strings = {"operator", "network"})
  void theMediaFlowsOnThoughTheSignalingIsCut(String how, Visitors visitors) {
    Visitor ann = visitors.comes("Ann");
    Visitor bob = visitors.comes("Bob");
    Scissors scissors = Scissors.at(ann.page());
    Pair pair = Pair.meet(ann, bob, stack).inAVideoCall();
    pair.both().forEach(Visitor::seesAndHears);

    how(how).accept(scissors.connectionId());

    ann.page().waitForCondition(() -> scissors.connections() == 2);
    pair.both().forEach(Visitor::seesAndHears);
    bob.clicks("hang-up");
    pair.areFree();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whoIsOfflineForAMomentGoesOnWithTheCall(Visitors visitors) {
    Visitor ann = visitors.comes("Ann");
    Visitor bob = visitors.comes("Bob");
    Scissors scissors = Scissors.at(ann.page());
    Pair pair = Pair.meet(ann, bob, stack).inAVideoCall();
    ann.trace().expects("ERR_INTERNET_DISCONNECTED");
    ann.page().context().setOffline(true);
    stack.cut(scissors.connectionId(), false);
    ann.isOnLine("reconnecting");
    ann.page().context().setOffline(false);

    ann.isOnLine("connected");
    pair.both().forEach(Visitor::seesAndHears);
    bob.clicks("hang-up");
    pair.areFree();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whoCannotBeReconnectedGivesUpAfterTenAttempts(Visitors visitors)
      throws InterruptedException {
    Visitor ann = visitors.comes("Ann");
    ann.page().clock().install();
    Scissors scissors = Scissors.at(ann.page());
    ann.enters(stack.demoUrl(), Pair.newRoom());
    ann.trace().expects("ERR_");
    ann.trace().expects("WebSocket connection to");
    scissors.refuse();
    stack.cut(scissors.connectionId(), true);
    ann.isOnLine("reconnecting");
    int before = scissors.connections();

    for (int second = 0; second < 60; second++) {
      ann.page().clock().fastForward(1000);
      // The page's clock is ahead of the answer to its request for a ticket.
      TimeUnit.MILLISECONDS.sleep(100);
    }

    ann.isOnLine("failed");
    assertThat(scissors.connections() - before).isEqualTo(10);
    for (int minute = 0; minute < 60; minute++) {
      ann.page().clock().fastForward(MINUTE_MS);
    }
    assertThat(scissors.connections() - before).isEqualTo(10);
  }
}
