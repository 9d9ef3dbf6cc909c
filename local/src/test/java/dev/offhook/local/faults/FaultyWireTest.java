package dev.offhook.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.local.gateway.Wire;
import dev.offhook.local.gateway.Wire.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FaultyWireTest {
  private static final String ANN = "AnnsConnection=";
  private static final String BOB = "BobsConnection=";

  private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
  private final List<String> cut = new ArrayList<>();
  private final List<FaultInjection> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(FaultInjection::close);
  }

  private FaultInjection with(Faults faults) {
    FaultInjection injection =
        new FaultInjection(
            new Adversary(faults, 42), (connection, isTold) -> cut.add(connection + isTold));
    open.add(injection);
    return injection;
  }

  private void send(Wire wire, String connectionId, String action) {
    wire.toFunction(connectionId, "{\"action\":\"" + action + "\"}", () -> arrived.add(action));
  }

  private void post(Wire wire, String connectionId, Origin origin, String action) {
    byte[] utf8 = ("{\"action\":\"" + action + "\"}").getBytes(StandardCharsets.UTF_8);
    wire.toClient(connectionId, origin, utf8, () -> arrived.add(action));
  }

  private List<String> arrive(int frames) throws InterruptedException {
    List<String> actions = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      actions.add(String.valueOf(arrived.poll(20, TimeUnit.SECONDS)));
    }
    return actions;
  }

  @Test
  void withoutFaultsFramesArriveAtOnceAndInOrder() {
    Wire wire = with(Faults.NONE).wire();
    for (int i = 0; i < 10; i++) {
      send(wire, ANN, "up" + i);
      post(wire, ANN, Origin.POST, "down" + i);
    }
    assertThat(arrived).hasSize(20).startsWith("up0", "down0", "up1", "down1");
    assertThat(cut).isEmpty();
  }

  @Test
  void aDelayTakesItsTime() throws Exception {
    Wire wire = with(Faults.NONE.withDelay(Duration.ofMillis(400))).wire();
    long begun = System.nanoTime();
    for (int i = 0; i < 8; i++) {
      send(wire, ANN, "up" + i);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(400));
    assertThat(arrive(8)).doesNotContain("null");
  }

  @Test
  void whoPostsDoesNotWaitForADelayAndFramesOvertakeEachOther() throws Exception {
    Wire wire = with(Faults.NONE.withDelay(Duration.ofMillis(400))).wire();
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sent.add("down" + i);
      post(wire, ANN, Origin.POST, "down" + i);
    }
    assertThat(arrived).hasSizeLessThan(20);
    assertThat(arrive(20)).containsExactlyInAnyOrderElementsOf(sent).isNotEqualTo(sent);
  }

  @Test
  void aFrameThatIsHeldBackArrivesAfterTheNextOfItsConnectionAndDirection() {
    FaultInjection injection = with(Faults.NONE);
    Wire wire = injection.wire();
    Planned held = injection.adversary().holdBack(Frames.from(ANN).with("first"));
    send(wire, ANN, "before");
    assertThat(held.hasHappened()).isFalse();
    send(wire, ANN, "first");
    send(wire, BOB, "another's");
    post(wire, ANN, Origin.POST, "the other way");
    send(wire, ANN, "second");
    assertThat(held.hasHappened()).isTrue();
    assertThat(arrived).containsExactly("before", "another's", "the other way", "second", "first");
  }

  @Test
  void aFrameThatNothingOvertakesArrivesAllTheSame() throws Exception {
    FaultInjection injection = with(Faults.NONE);
    Planned held = injection.adversary().holdBack(Frames.toAnyone());
    post(injection.wire(), ANN, Origin.ANSWER, "alone");
    assertThat(arrived).isEmpty();
    assertThat(arrive(1)).containsExactly("alone");
    assertThat(held.hasHappened()).isTrue();
  }

  @Test
  void framesAreReorderedByRateAndNoneIsLostOrRepeated() throws Exception {
    FaultInjection injection = with(Faults.NONE.with(Fault.REORDER, 0.3));
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sent.add("up" + i);
      send(injection.wire(), ANN, "up" + i);
      send(injection.wire(), ANN, "more" + i);
      sent.add("more" + i);
    }
    assertThat(arrive(200)).containsExactlyInAnyOrderElementsOf(sent).isNotEqualTo(sent);
    assertThat(injection.adversary().counts().get(Fault.REORDER)).isBetween(30L, 90L);
  }

  @Test
  void aPostIsLostOnceAndAnswersNever() {
    FaultInjection injection = with(Faults.NONE);
    Wire wire = injection.wire();
    injection.adversary().losePost(ANN);
    post(wire, ANN, Origin.ANSWER, "answer");
    post(wire, BOB, Origin.POST, "another's");
    post(wire, ANN, Origin.POST, "lost");
    post(wire, ANN, Origin.POST, "next");
    assertThat(arrived).containsExactly("answer", "another's", "next");
    assertThat(cut).isEmpty();
    assertThat(injection.adversary().counts()).containsEntry(Fault.LOSE_POST, 1L);
  }

  @Test
  void aPostThatIsLostByRateTakesItsConnectionAlong() {
    FaultInjection injection = with(Faults.NONE.with(Fault.LOSE_POST, 1));
    post(injection.wire(), ANN, Origin.ANSWER, "answer");
    post(injection.wire(), ANN, Origin.POST, "lost");
    assertThat(arrived).containsExactly("answer");
    assertThat(cut).containsExactly(ANN + true);
  }

  @Test
  void aFrameArrivesThoughItsConnectionIsCutWithOrWithoutWord() {
    FaultInjection injection = with(Faults.NONE);
    injection.adversary().drop(Frames.from(ANN));
    injection.adversary().dropSilently(Frames.fromAnyone().with("last"));
    send(injection.wire(), ANN, "one");
    send(injection.wire(), BOB, "two");
    send(injection.wire(), BOB, "last");
    assertThat(arrived).containsExactly("one", "two", "last");
    assertThat(cut).containsExactly(ANN + true, BOB + false);
  }

  @Test
  void connectionsAreCutByRate() {
    FaultInjection injection =
        with(Faults.NONE.with(Fault.DROP, 0.1).with(Fault.DROP_SILENTLY, 0.1));
    for (int i = 0; i < 300; i++) {
      send(injection.wire(), ANN, "up" + i);
    }
    assertThat(arrived).hasSize(300);
    assertThat(cut).filteredOn((ANN + true)::equals).hasSizeBetween(10, 60);
    assertThat(cut).filteredOn((ANN + false)::equals).hasSizeBetween(10, 60);
  }
}
