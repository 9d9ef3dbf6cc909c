package dev.offhook.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.call.CurrentCall;
import dev.offhook.dynamodb.DynamoDbLocal;
import dev.offhook.dynamodb.DynamoDbStores;
import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.session.RoomPlace;
import dev.offhook.signaling.TestService.Guest;
import dev.offhook.signaling.Timers.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Two handlers that meet on the real store, at every moment that chance finds: whatever comes first
 * counts, and both sides are told the same.
 */
@Execution(ExecutionMode.CONCURRENT)
class RaceIT {

  private static final int ROUNDS = 200;

  /** Longer than it takes for a session's rate to be idle again. */
  private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(3);

  private static final DynamoDbClient CLIENT = DynamoDbLocal.client();
  private static final Executor THREADS = task -> Thread.ofPlatform().daemon().start(task);

  private final TestService service =
      new TestService(
          clock ->
              new DynamoDbStores(CLIENT, TestService.FRAME_RATE, TestService.RESUME_WINDOW, clock),
          stores -> stores.calls());
  private final Guest alice = service.connected("alice");
  private final Guest bob = service.connected("bob");

  @BeforeEach
  void pausesAreReal() {
    service.onPause(
        () ->
            LockSupport.parkNanos(
                ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(20))));
  }

  private record Outcomes(JsonObject one, JsonObject other) {}

  private static Outcomes race(Supplier<JsonObject> one, Supplier<JsonObject> other) {
    CyclicBarrier start = new CyclicBarrier(2);
    CompletableFuture<JsonObject> first = started(start, one);
    CompletableFuture<JsonObject> second = started(start, other);
    return new Outcomes(first.join(), second.join());
  }

  private static CompletableFuture<JsonObject> started(
      CyclicBarrier start, Supplier<JsonObject> racer) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            start.await();
          } catch (InterruptedException | BrokenBarrierException broken) {
            throw new IllegalStateException(broken);
          }
          // Not always at the same step of both.
          LockSupport.parkNanos(
              ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(4)));
          return racer.get();
        },
        THREADS);
  }

  private void nextRound() {
    service.timers.takeDue();
    service.clock.advance(BETWEEN_ROUNDS);
    alice.hears();
    bob.hears();
  }

  private static List<String> actions(List<JsonObject> frames) {
    return frames.stream().map(frame -> frame.text("action")).flatMap(Optional::stream).toList();
  }

  private static boolean isAck(JsonObject answer) {
    return answer.text("action").equals(Optional.of("ack"));
  }

  private static JsonObject nothing() {
    return Json.object().build();
  }

  @Test
  void ofTwoOffersOneOpensTheCallAndTheOtherMeetsAGlare() {
    for (int round = 0; round < ROUNDS; round++) {
      String id = "o" + round;
      Outcomes outcomes = race(() -> alice.calls(bob, id), () -> bob.calls(alice, id));

      boolean aliceWon = isAck(outcomes.one());
      JsonObject won = aliceWon ? outcomes.one() : outcomes.other();
      JsonObject lost = aliceWon ? outcomes.other() : outcomes.one();
      assertThat(lost.text("code")).as("%s", outcomes).contains("glare");
      assertThat(lost.text("callId")).isEqualTo(won.text("callId"));
      assertThat(actions((aliceWon ? bob : alice).hears())).containsExactly("webrtc:offer");
      assertThat(actions((aliceWon ? alice : bob).hears())).isEmpty();
      areInTheSameCall(won.text("callId").orElseThrow());
      alice.says("{'action':'webrtc:call-end'}");
      nextRound();
    }
  }

  private void areInTheSameCall(String callId) {
    for (Guest guest : List.of(alice, bob)) {
      assertThat(guest.session().call().map(CurrentCall::id).orElseThrow().value())
          .isEqualTo(callId);
    }
  }

  private void areInNoCall() {
    assertThat(alice.session().call()).isEmpty();
    assertThat(bob.session().call()).isEmpty();
  }

  @Test
  void anAnswerAndTheRingTimerAgreeWhichOfThemCame() {
    for (int round = 0; round < ROUNDS; round++) {
      JsonObject opened = alice.calls(bob, "o" + round);
      bob.hears();
      Timer ring =
          service.timers.running().stream()
              .map(started -> started.timer())
              .filter(timer -> isRingOf(timer, opened))
              .findFirst()
              .orElseThrow();
      service.clock.advance(TestService.RING);

      Outcomes outcomes =
          race(
              bob::answers,
              () -> {
                service.services.timers().ranOut(ring, false);
                return nothing();
              });

      if (isAck(outcomes.one())) {
        assertThat(actions(alice.hears())).containsExactly("webrtc:answer");
        assertThat(bob.hears()).isEmpty();
        areInTheSameCall(opened.text("callId").orElseThrow());
        alice.says("{'action':'webrtc:call-end'}");
      } else {
        assertThat(outcomes.one().text("code")).contains("no-call");
        assertThat(actions(alice.hears())).containsExactly("webrtc:call-timeout");
        assertThat(actions(bob.hears())).containsExactly("webrtc:call-timeout");
        areInNoCall();
      }
      nextRound();
      refreshTokens();
    }
  }

  private static boolean isRingOf(Timer timer, JsonObject opened) {
    return timer instanceof Timer.Ring ring
        && opened.text("callId").equals(Optional.of(ring.call().value()));
  }

  @Test
  void ofTwoEndsOneIsToldAndTheOtherFindsTheCallOver() {
    for (int round = 0; round < ROUNDS; round++) {
      alice.calls(bob, "o" + round);
      bob.answers();
      alice.hears();
      bob.hears();

      Outcomes outcomes =
          race(
              () -> alice.says("{'action':'webrtc:call-end','id':'end'}"),
              () -> bob.says("{'action':'webrtc:call-end','id':'end'}"));

      boolean aliceWon = outcomes.one().text("callId").isPresent();
      JsonObject lost = aliceWon ? outcomes.other() : outcomes.one();
      assertThat(lost.text("delivery")).as("%s", outcomes).contains("none");
      assertThat(actions((aliceWon ? bob : alice).hears())).containsExactly("webrtc:call-end");
      assertThat((aliceWon ? alice : bob).hears()).isEmpty();
      areInNoCall();
      // The id of an end is remembered for five minutes.
      service.clock.advance(Duration.ofMinutes(5));
      nextRound();
      refreshTokens();
    }
  }

  private void refreshTokens() {
    for (Guest guest : List.of(alice, bob)) {
      guest.says("{'action':'session:refresh','token':'%s'}".formatted(service.tokenOf(guest)));
      service
          .stores
          .sessions()
          .extend(
              guest.id, service.clock.instant().plus(Duration.ofDays(1)), service.clock.instant());
    }
  }

  @Test
  void anAnswerAndACancellationEndInTheSameStoryForBoth() {
    for (int round = 0; round < ROUNDS; round++) {
      alice.calls(bob, "o" + round);
      bob.hears();
      String end = "{'action':'webrtc:call-end','id':'end%d'}".formatted(round);

      Outcomes outcomes = race(bob::answers, () -> alice.says(end));

      assertThat(outcomes.other().text("delivery")).contains("delivered");
      List<JsonObject> heard = bob.hears();
      assertThat(actions(heard)).containsExactly("webrtc:call-end");
      boolean answered = isAck(outcomes.one());
      assertThat(heard.getFirst().text("reason")).contains(answered ? "hangup" : "cancelled");
      assertThat(actions(alice.hears())).isEqualTo(answered ? List.of("webrtc:answer") : List.of());
      areInNoCall();
      nextRound();
    }
  }

  @Test
  void ofTwoWhoWantTheLastPlaceOfARoomOneGetsIt() {
    Guest carol = service.connected("carol");
    for (int round = 0; round < ROUNDS; round++) {
      String join = "{'action':'room:join','room':'r%d'}".formatted(round);
      alice.says(join);

      Outcomes outcomes = race(() -> bob.says(join), () -> carol.says(join));

      boolean bobIsIn = outcomes.one().text("action").equals(Optional.of("room:joined"));
      JsonObject lost = bobIsIn ? outcomes.other() : outcomes.one();
      assertThat(lost.text("code")).as("%s", outcomes).contains("room-full");
      assertThat(actions(alice.hears())).containsExactly("room:peer-joined");
      assertThat(alice.session().room().map(RoomPlace::peers).orElseThrow().keySet())
          .containsExactly(bobIsIn ? bob.id : carol.id);
      (bobIsIn ? bob : carol).says("{'action':'room:leave'}");
      carol.hears();
      nextRound();
    }
  }

  @Test
  void ofTwoWhoJoinAnEmptyRoomOneOffers() {
    for (int round = 0; round < ROUNDS; round++) {
      String join = "{'action':'room:join','room':'e%d'}".formatted(round);

      Outcomes outcomes = race(() -> alice.says(join), () -> bob.says(join));

      assertThat(List.of(offers(outcomes.one()), offers(outcomes.other())))
          .as("%s", outcomes)
          .containsExactlyInAnyOrder(true, false);
      Guest first = offers(outcomes.one()) ? bob : alice;
      assertThat(actions(first.hears())).contains("room:peer-joined");
      nextRound();
    }
  }

  private static boolean offers(JsonObject joined) {
    return joined.member("youOffer").orElseThrow().toString().contains("true");
  }

  @Test
  void ofTwoConnectionsThatSayHelloTheLaterIsTheSessions() {
    alice.calls(bob);
    bob.answers();
    for (int round = 0; round < ROUNDS; round++) {
      service.clock.advance(Duration.ofSeconds(1));
      Speaker older = bob.reconnects().speaker();
      service.clock.advance(Duration.ofSeconds(1));
      Speaker newer = bob.reconnects().speaker();
      String hello = "{'action':'session:hello','id':'h'}";

      Outcomes outcomes = race(() -> service.says(older, hello), () -> service.says(newer, hello));

      assertThat(outcomes.other().text("action")).contains("connection:established");
      assertThat(bob.session().connection()).contains(newer.connection());
      assertThat(alice.session().call().orElseThrow().peerConnection())
          .contains(newer.connection());
      assertThat(service.connections.isClosed(older.connection())).isTrue();
      assertThat(service.connections.isClosed(newer.connection())).isFalse();
      assertThat(heardBy(older.connection())).contains("connection:replaced");
      nextRound();
    }
  }

  private String heardBy(ConnectionId connection) {
    return String.join("", service.connections.framesOf(connection));
  }
}
