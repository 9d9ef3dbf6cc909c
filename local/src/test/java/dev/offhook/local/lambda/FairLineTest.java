package dev.offhook.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FairLineTest {
  private static final Sender ANN = new Sender("ann");
  private static final Sender BOB = new Sender("bob");

  private final FairLine<String> line = new FairLine<>();

  private void add(Sender sender, int events) {
    IntStream.range(0, events).forEach(number -> line.add(sender, sender.id() + number));
  }

  private String next() {
    String first = line.first().orElse("nobody");
    line.remove(first);
    return first;
  }

  private List<String> next(int number) {
    return Stream.generate(this::next).limit(number).toList();
  }

  @Test
  void whereAHundredOfOneSenderWaitAnothersIsNextButOne() {
    add(ANN, 100);
    add(BOB, 1);
    assertThat(next(3)).containsExactly("ann0", "ann1", "bob0");
  }

  @Test
  void whoseOnlyOneItIsComesBeforeAllOfManyThatEachHaveTwenty() {
    IntStream.range(0, 20).forEach(number -> add(new Sender("eve-" + number + "-"), 20));
    // What is served is followed by another at once, as where a window is always full.
    for (int i = 0; i < 400; i++) {
      String served = next();
      Sender eve = new Sender(served.substring(0, served.lastIndexOf('-') + 1));
      line.done(eve);
      line.add(eve, eve.id() + (20 + i));
    }
    add(BOB, 1);
    assertThat(next()).isEqualTo("bob0");
  }

  @Test
  void twoThatHaveManyTakeTurns() {
    add(ANN, 10);
    add(BOB, 10);
    assertThat(next(4)).containsExactly("ann0", "bob0", "ann1", "bob1");
    assertThat(next(16)).endsWith("ann9", "bob9");
  }

  @Test
  void whatASenderHasUnderWayCountsUntilItIsDone() {
    add(ANN, 30);
    assertThat(next(30)).hasSize(30);
    add(ANN, 1);
    add(BOB, 1);
    assertThat(next(2)).containsExactly("bob0", "ann0");
    IntStream.range(0, 31).forEach(_ -> line.done(ANN));
    add(ANN, 1);
    line.done(BOB);
    add(BOB, 1);
    assertThat(next(2)).containsExactly("ann0", "bob0");
  }

  @Test
  void aSendersOwnStayInTheOrderOfTheirComing() {
    add(ANN, 5);
    IntStream.range(0, 4).forEach(_ -> line.done(ANN));
    line.add(ANN, "last");
    assertThat(next(6)).containsExactly("ann0", "ann1", "ann2", "ann3", "ann4", "last");
  }

  @Test
  void oneThatWaitsIsOvertakenByAThousandAtMost() {
    add(ANN, 100);
    List<String> served = new ArrayList<>();
    for (int others = 0; others < 2000; others++) {
      add(new Sender("other-" + others), 1);
      served.add(next());
    }
    assertThat(served).contains("ann99");
  }

  @Test
  void oneThatGaveUpIsPassedOver() {
    add(ANN, 2);
    line.remove("ann0");
    assertThat(next(2)).containsExactly("ann1", "nobody");
  }
}
