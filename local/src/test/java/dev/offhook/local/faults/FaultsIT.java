package dev.offhook.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.LocalStack;
import dev.offhook.local.aws.AwsCall;
import dev.offhook.local.json.Json;
import dev.offhook.local.junit.OffhookStack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each fault, scripted, with the real functions. */
@OffhookStack(
    faults = "none",
    parameters = {"FramesPerSecond=1000", "FramesBurst=1000"})
@Timeout(120)
class FaultsIT {
  private static final String SIGNAL = "SignalFunction";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final LocalStack stack;
  private final Adversary adversary;
  private Person ann;
  private Person bob;

  FaultsIT(LocalStack stack) {
    this.stack = stack;
    this.adversary = stack.faults();
  }

  @BeforeEach
  void connect() throws Exception {
    ann = Person.on(stack);
    bob = Person.on(stack);
  }

  @AfterEach
  void disconnect() throws InterruptedException {
    ann.close();
    bob.close();
    until(() -> stack.openConnections() == 0);
    long mark;
    do {
      mark = stack.awsCalls().mark();
      TimeUnit.MILLISECONDS.sleep(200);
    } while (!done("ConnectionFunction", mark).isEmpty());
  }

  private List<AwsCall> done(String function, long mark) {
    return stack.awsCalls().since(mark).stream()
        .filter(call -> call.function().equals(function) && call.status() < 300)
        .toList();
  }

  private List<Integer> statuses(String function, String operation, long mark) {
    return stack.awsCalls().since(mark).stream()
        .filter(call -> call.function().equals(function) && call.operation().equals(operation))
        .map(AwsCall::status)
        .toList();
  }

  private void until(java.util.function.BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it became so in time").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static ObjectNode offer(Person to) {
    ObjectNode frame =
        Json.object()
            .put("action", "webrtc:offer")
            .put("id", "offer")
            .put("type", "audio")
            .put("to", to.sessionId());
    frame.putObject("offer").put("type", "offer").put("sdp", "v=0");
    return frame;
  }

  private static ObjectNode text(String text) {
    return Json.object().put("action", "chat:text").put("id", "text").put("text", text);
  }

  /** Ann and Bob in one call, which makes them each other's peer. */
  private void call() throws InterruptedException {
    ann.send(offer(bob));
    assertThat(ann.take().path("action").asText()).isEqualTo("ack");
    assertThat(bob.take().path("action").asText()).isEqualTo("webrtc:offer");
  }

  private static boolean isInternalServerError(JsonNode frame) {
    return frame.path("message").asText().equals("Internal server error");
  }

  @Test
  void aCrashEndsAnInvocationAfterItsCallAndNothingThatFollowsTakesEffect() throws Exception {
    Planned crash =
        adversary.crash(Invocations.of(SIGNAL).with("webrtc:offer").by(ann.connectionId()), 2);
    assertThat(bob.ask("ping").path("action").asText()).isEqualTo("pong");
    assertThat(crash.hasHappened()).isFalse();
    long mark = stack.awsCalls().mark();
    ann.send(offer(bob));
    assertThat(isInternalServerError(ann.take())).isTrue();
    assertThat(crash.hasHappened()).isTrue();
    assertThat(bob.hearsNothing(Duration.ofMillis(500))).isTrue();
    assertThat(done(SIGNAL, mark)).hasSize(2);
    assertThat(ann.ask("ping").path("action").asText()).isEqualTo("pong");
  }

  @Test
  void aCrashBeforeTheFirstCallHasNoEffectAtAll() throws Exception {
    adversary.crash(Invocations.of(SIGNAL).with("ping"), 0);
    long mark = stack.awsCalls().mark();
    assertThat(isInternalServerError(ann.ask("ping"))).isTrue();
    assertThat(done(SIGNAL, mark)).isEmpty();
  }

  @Test
  void whoMakesFewerCallsDiesOfItsAnswer() throws Exception {
    adversary.crash(Invocations.of(SIGNAL).with("ping"), 100);
    long mark = stack.awsCalls().mark();
    assertThat(isInternalServerError(ann.ask("ping"))).isTrue();
    assertThat(done(SIGNAL, mark)).hasSize(1);
  }

  @Test
  void aFrameRunsTwiceAndIsAnsweredOnce() throws Exception {
    for (Repetition how : Repetition.values()) {
      long mark = stack.awsCalls().mark();
      adversary.repeat(Invocations.of(SIGNAL).with("ping").by(ann.connectionId()), how);
      assertThat(ann.ask("ping").path("action").asText()).isEqualTo("pong");
      until(() -> done(SIGNAL, mark).size() >= 2);
      assertThat(ann.hearsNothing(Duration.ofMillis(200))).as("%s", how).isTrue();
    }
  }

  @Test
  void aLostPostIsAcceptedAndTheNextOneArrives() throws Exception {
    call();
    adversary.losePost(Frames.to(bob.connectionId()).with("chat:text"));
    ann.send(text("lost"));
    assertThat(ann.take().path("delivery").asText()).isEqualTo("delivered");
    ann.send(text("found"));
    assertThat(ann.take().path("delivery").asText()).isEqualTo("delivered");
    assertThat(bob.take().path("text").asText()).isEqualTo("found");
  }

  @Test
  void aFrameThatIsHeldBackIsOvertaken() throws Exception {
    adversary.holdBack(Frames.from(ann.connectionId()));
    ann.send("ping", "first");
    until(() -> adversary.counts().getOrDefault(Fault.REORDER, 0L) > 0);
    ann.send("ping", "second");
    assertThat(ann.take().path("id").asText()).isEqualTo("second");
    assertThat(ann.take().path("id").asText()).isEqualTo("first");
  }

  @Test
  void aConnectionIsDroppedWithItsFrameAndDisconnectRuns() throws Exception {
    long mark = stack.awsCalls().mark();
    adversary.drop(Frames.from(ann.connectionId()).with("ping"));
    ann.send("ping", "last");
    assertThat(ann.closed()).isNotEmpty();
    until(() -> !done("ConnectionFunction", mark).isEmpty());
    until(() -> done(SIGNAL, mark).size() == 1);
  }

  @Test
  void aConnectionIsDroppedSilentlyAndDisconnectNeverRuns() throws Exception {
    call();
    long mark = stack.awsCalls().mark();
    adversary.dropSilently(Frames.from(bob.connectionId()).with("ping"));
    bob.send("ping", "last");
    assertThat(bob.closed()).isNotEmpty();
    TimeUnit.MILLISECONDS.sleep(500);
    ann.send(text("nobody there"));
    assertThat(ann.take().path("delivery").asText()).isNotEqualTo("delivered");
    assertThat(statuses(SIGNAL, "ManageConnections", mark))
        .as("a post to a connection that is on record still")
        .contains(410);
  }

  @Test
  void aTestCutsAConnectionAtOnce() throws Exception {
    assertThat(stack.cut(ann.connectionId(), false)).isTrue();
    assertThat(ann.closed()).isNotEmpty();
    assertThat(stack.cut(ann.connectionId(), false)).isFalse();
  }

  @Test
  void aCallOfDynamoDbFailsAndTheSdkTriesAgain() throws Exception {
    for (DynamoDbError error : List.of(DynamoDbError.THROUGHPUT_EXCEEDED, DynamoDbError.INTERNAL)) {
      long mark = stack.awsCalls().mark();
      adversary.fail(SIGNAL, "UpdateItem", error);
      assertThat(ann.ask("ping").path("action").asText()).isEqualTo("pong");
      assertThat(statuses(SIGNAL, "UpdateItem", mark))
          .containsExactly(error == DynamoDbError.INTERNAL ? 500 : 400, 200);
    }
  }

  @Test
  void aCallOfSqsFailsAndTheSdkTriesAgain() throws Exception {
    long mark = stack.awsCalls().mark();
    adversary.fail(SIGNAL, "SendMessage", SqsError.THROTTLED);
    call();
    assertThat(statuses(SIGNAL, "SendMessage", mark)).containsExactly(400, 200);
  }

  @Test
  void aPostIsRefusedAndTheSdkTriesAgain() throws Exception {
    call();
    for (Map.Entry<ManagementError, Integer> error :
        Map.of(ManagementError.LIMIT_EXCEEDED, 429, ManagementError.INTERNAL, 500).entrySet()) {
      long mark = stack.awsCalls().mark();
      adversary.fail(bob.connectionId(), error.getKey());
      ann.send(text("again"));
      assertThat(ann.take().path("delivery").asText()).isEqualTo("delivered");
      assertThat(bob.take().path("text").asText()).isEqualTo("again");
      assertThat(statuses(SIGNAL, "ManageConnections", mark))
          .containsExactly(error.getValue(), 200);
    }
  }

  @Test
  void aConnectionIsGoneWhenAPostIsTold410() throws Exception {
    call();
    adversary.fail(bob.connectionId(), ManagementError.GONE);
    ann.send(text("gone"));
    assertThat(ann.take().path("delivery").asText()).isNotEqualTo("delivered");
    assertThat(bob.closed()).isNotEmpty();
  }

  @Test
  void postsAreRecordedAmongTheCallsOfAws() throws Exception {
    long mark = stack.awsCalls().mark();
    call();
    assertThat(done(SIGNAL, mark))
        .filteredOn(call -> call.action().equals("execute-api:ManageConnections"))
        .extracting(AwsCall::resource)
        .containsExactly("live/POST/@connections/*");
  }
}
