package dev.offhook.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.acceptance.wire.Aws;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Calls whose signaling is cut at a step of their negotiation: they connect, and go on, and each
 * candidate arrives once and in order. {@link BrokenSignalingIT} breaks it off at more steps.
 */
@OffhookStack(faults = "none")
@InBrowsers
class CutSignalingIT {

  private static final String MORE_FOUND =
      "count => candidates.found.length > count && candidates.complete";

  private static final long MINUTE_MS = Duration.ofMinutes(1).toMillis();

  private final LocalStack stack;
  private final Aws operator;

  CutSignalingIT(LocalStack stack) {
    this.stack = stack;
    this.operator = new Aws(new Service(stack.apiUrl(), stack.websocketUrl()));
  }

  /** Cuts a connection. */
  enum How {
    /** Through the management API. */
    OPERATOR,
    /** Of which nobody is told. */
    NETWORK,
    /** As before, and the page has no network at all for a while. */
    OFF_LINE
  }

  /** Cuts a connection of that visitor. Then something else happens, as long as it is off line. */
  private void cut(Visitor visitor, String connection, How how, Runnable meanwhile) {
    switch (how) {
      case OPERATOR -> assertThat(operator.close(connection)).isEqualTo(204);
      case NETWORK -> assertThat(stack.cut(connection, false)).isTrue();
      case OFF_LINE -> visitor.goesOffLine(() -> assertThat(stack.cut(connection, false)).isTrue());
    }
    meanwhile.run();
    if (how == How.OFF_LINE) {
      visitor.comesBackOnLine();
    }
  }

  @ParameterizedTest(name = "{0} {2} the {3} of {1}: {4}")
  @Execution(ExecutionMode.CONCURRENT)
  @CsvSource({
    "caller, caller, BEFORE, webrtc:offer, OPERATOR",
    "caller, caller, BEFORE, webrtc:offer, OFF_LINE",
    "callee, caller, BEFORE, webrtc:offer, NETWORK",
    "caller, caller, AFTER, webrtc:offer, OPERATOR",
    "caller, caller, AFTER, webrtc:offer, OFF_LINE",
    "callee, callee, BEFORE, webrtc:answer, OPERATOR",
    "caller, callee, BEFORE, webrtc:answer, OPERATOR",
    "caller, callee, BEFORE, webrtc:answer, OFF_LINE"
  })
  void aCallConnectsThoughTheSignalingIsCut(
      String who, String by, Scissors.Moment moment, String action, How how, Visitors visitors) {
    Visitor ann = visitors.comes("Ann");
    Visitor bob = visitors.comes("Bob");
    Visitor cut = who.equals("caller") ? ann : bob;
    Scissors scissors = Scissors.at(cut.page());
    Pair pair = meet(ann, bob);
    scissors.cut(who.equals(by), action, moment, connection -> cut(cut, connection, how, () -> {}));

    connects(pair, scissors);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @EnumSource(How.class)
  void aCallConnectsThoughTheSignalingIsCutBetweenCandidates(How how, Visitors visitors) {
    Visitor ann = visitors.comes("Ann");
    Visitor bob = visitors.comes("Bob");
    ann.findsOneCandidate();
    ann.trickles();
    bob.trickles();
    Scissors scissors = Scissors.at(ann.page());
    Pair pair = meet(ann, bob);
    scissors.cut(
        true,
        "webrtc:ice-candidate",
        Scissors.Moment.AFTER,
        connection -> cut(ann, connection, how, ann::findsTheOtherCandidates));

    connects(pair, scissors);

    assertThat(scissors.last().path("candidate").isObject()).isTrue();
    assertThat(candidates(ann, "found")).hasSizeGreaterThan(1);
  }

  /** Two meet whose candidates are noted. */
  private Pair meet(Visitor ann, Visitor bob) {
    for (Visitor visitor : List.of(ann, bob)) {
      visitor.notesCandidates();
      // What a browser says of a frame for a socket that is closing: it is sent again.
      visitor.trace().expects("already in CLOSING or CLOSED");
    }
    return Pair.meet(ann, bob, stack);
  }

  private static void connects(Pair pair, Scissors scissors) {
    pair.inAVideoCall();
    assertThat(scissors.hasCut()).isTrue();
    pair.both().forEach(Visitor::seesAndHears);
    eachCandidateArrivesOnceAndInOrder(pair);
    assertThat(pair.ann().callIds()).hasSize(1).isEqualTo(pair.bob().callIds());
    pair.ann().clicks("hang-up");
    pair.areFree();
  }

  private static void eachCandidateArrivesOnceAndInOrder(Pair pair) {
    eachCandidateArrivesOnceAndInOrder(pair.ann(), pair.bob());
    eachCandidateArrivesOnceAndInOrder(pair.bob(), pair.ann());
  }

  private static void eachCandidateArrivesOnceAndInOrder(Visitor from, Visitor to) {
    from.waitFor("has found all candidates", "() => candidates.complete", "");
    List<?> found = candidates(from, "found");
    to.waitFor("is given all", "count => candidates.given.length >= count", found.size());
    assertThat(candidates(to, "given")).isEqualTo(found);
  }

  /** Those that were found, or given. */
  private static List<?> candidates(Visitor visitor, String which) {
    return (List<?>) visitor.page().evaluate("which => candidates[which]", which);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @EnumSource(How.class)
  void theMediaFlowsOnThoughTheSignalingIsCut(How how, Visitors visitors) {
    Visitor ann = visitors.comes("Ann");
    Visitor bob = visitors.comes("Bob");
    Scissors scissors = Scissors.at(ann.page());
    Pair pair = meet(ann, bob).inAVideoCall();
    pair.both().forEach(Visitor::seesAndHears);
    eachCandidateArrivesOnceAndInOrder(pair);
    int anns = candidates(ann, "found").size();
    int bobs = candidates(bob, "found").size();

    cut(ann, scissors.connectionId(), how, () -> pair.both().forEach(Visitor::seesAndHears));

    ann.page().waitForCondition(() -> scissors.connections() == 2);
    ann.isOnLine("connected");
    if (how == How.OFF_LINE) {
      // Who has a network again looks for another path.
      ann.waitFor("has found other candidates", MORE_FOUND, anns);
      bob.waitFor("has found other candidates", MORE_FOUND, bobs);
    }
    eachCandidateArrivesOnceAndInOrder(pair);
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
