package dev.offhook.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One page, call after call. */
@OffhookStack
@InBrowsers
class ManyCallsIT {

  private static final int CALLS = 50;
  private static final int BEFORE_COUNTING = 3;

  /** Peer connections that a page makes before its first call, to rehearse it. */
  private static final int REHEARSING = 2;

  private final LocalStack stack;

  ManyCallsIT(LocalStack stack) {
    this.stack = stack;
  }

  @Test
  void aRehearsalFindsNoCandidateAndIsClosed(Visitors visitors) {
    Visitor ann = watched(visitors.comes("Ann"));
    Pair.meet(ann, watched(visitors.comes("Bob")), stack);

    ann.waitFor(
        "has rehearsed",
        "made => census().made === made && census().connections === 0",
        REHEARSING);

    assertThat(ann.page().evaluate("() => candidates.found.length")).isEqualTo(0);
  }

  @Test
  void fiftyCallsLeaveNothingBehind(Visitors visitors) {
    Visitor ann = watched(visitors.comes("Ann"));
    Visitor bob = watched(visitors.comes("Bob"));
    Pair pair = Pair.meet(ann, bob, stack);
    call(pair, BEFORE_COUNTING);
    Map<String, Object> annBefore = census(ann);
    Map<String, Object> bobBefore = census(bob);

    call(pair, CALLS - BEFORE_COUNTING);

    for (Visitor visitor : new Visitor[] {ann, bob}) {
      Map<String, Object> before = visitor == ann ? annBefore : bobBefore;
      visitor.waitFor(
          "has as much open as before",
          "before => ['timers', 'listeners'].every(what => census()[what] <= before[what])",
          before);
      assertThat(census(visitor))
          .containsEntry("connections", 0)
          .containsEntry("tracks", 0)
          .containsEntry("made", REHEARSING + CALLS);
    }
  }

  /** What the visitor's pages open from now on is counted, and their candidates are noted. */
  private static Visitor watched(Visitor visitor) {
    visitor.page().addInitScript(Visitors.script("census.js"));
    visitor.page().addInitScript(Visitors.script("candidates.js"));
    return visitor;
  }

  private static void call(Pair pair, int times) {
    for (int call = 0; call < times; call++) {
      pair.inAnAudioCall();
      pair.ann().clicks("hang-up");
      pair.both().forEach(visitor -> visitor.is("room"));
    }
  }

  @SuppressWarnings("unchecked") // The script returns an object.
  private static Map<String, Object> census(Visitor visitor) {
    return (Map<String, Object>) visitor.page().evaluate("() => census()");
  }
}
