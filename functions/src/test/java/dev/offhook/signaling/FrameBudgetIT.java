package dev.offhook.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.dynamodb.DynamoDbLocal;
import dev.offhook.dynamodb.DynamoDbStores;
import dev.offhook.dynamodb.RequestCount;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.signaling.TestService.Guest;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What each frame costs: the requests to DynamoDB and the capacity units they consume. */
class FrameBudgetIT {

  private static final RequestCount COUNT = new RequestCount();
  private static final DynamoDbClient CLIENT = DynamoDbLocal.client(COUNT);

  private final TestService service =
      new TestService(
          clock ->
              new DynamoDbStores(CLIENT, TestService.FRAME_RATE, TestService.RESUME_WINDOW, clock),
          stores -> stores.calls());
  private final Guest alice = service.connected("alice");
  private final Guest bob = service.connected("bob");

  @BeforeEach
  void theRateIsIdle() {
    pause();
  }

  @Test
  void openingACallIsThreeRequests() {
    costs(3, 8, "ack", () -> alice.calls(bob));
  }

  @Test
  void answeringIsTwoRequests() {
    alice.calls(bob);

    costs(2, 7, "ack", bob::answers);
  }

  @Test
  void relayingACandidateIsOneRequest() {
    callIsActive();

    costs(
        1,
        1,
        "ack",
        () ->
            alice.says("{'action':'webrtc:ice-candidate','id':'c','candidate':{'candidate':''}}"));
  }

  @Test
  void relayingABatchOfFiftyCandidatesIsOneRequest() {
    callIsActive();
    String batch =
        IntStream.range(0, 50)
            .mapToObj(i -> "{'candidate':'candidate:" + i + "'}")
            .collect(Collectors.joining(","));

    costs(
        1,
        1,
        "ack",
        () ->
            alice.says("{'action':'webrtc:ice-candidate','id':'c','candidates':[" + batch + "]}"));
  }

  @Test
  void negotiatingAgainAndChatAreOneRequestEach() {
    callIsActive();

    costs(1, 1, "ack", () -> alice.calls(bob, "again"));
    pause();
    costs(1, 1, "ack", () -> bob.says("{'action':'chat:text','id':'t','text':'hello'}"));
  }

  @Test
  void endingACallInAnyWayIsTwoRequests() {
    callIsActive();
    costs(2, 7, "ack", () -> alice.says("{'action':'webrtc:call-end','id':'e'}"));
    pause();
    alice.calls(bob, "second");
    costs(2, 7, "ack", () -> bob.says("{'action':'webrtc:call-reject','id':'r'}"));
    pause();
    alice.calls(bob, "third");
    pause();
    costs(2, 7, "ack", () -> alice.says("{'action':'webrtc:call-timeout','id':'t'}"));
  }

  @Test
  void endingWhatIsOverIsOneRequest() {
    costs(1, 1, "ack", () -> alice.says("{'action':'webrtc:call-end','id':'e'}"));
  }

  @Test
  void helloIsOneRequestAlone() {
    Guest carol = service.guest("carol");

    costs(1, 1, "connection:established", () -> carol.says("{'action':'session:hello','id':'h'}"));
  }

  @Test
  void helloInARoomAndACallWithTheSamePeerIsTwoRequests() {
    joinRoom();
    callIsActive();
    bob.disconnects();
    bob.reconnects();

    costs(2, 2, "connection:established", () -> bob.says("{'action':'session:hello','id':'h'}"));
  }

  @Test
  void helloWithARoomMateAndAnotherPeerInACallIsThreeRequests() {
    joinRoom();
    Guest carol = service.connected("carol");
    carol.calls(bob);
    pause();
    bob.reconnects();

    costs(3, 3, "connection:established", () -> bob.says("{'action':'session:hello','id':'h'}"));
  }

  @Test
  void aPingIsOneRequestAndAFrameOfAWrongFormNone() {
    costs(1, 1, "pong", () -> alice.says("{'action':'ping','id':'p'}"));
    costs(0, 0, "error", () -> alice.says("{'action':'webrtc:offer','id':'o'}"));
  }

  @Test
  void joiningIsFourRequestsForTheFirstAndSixForTheSecond() {
    costs(
        4,
        7,
        "room:joined",
        () -> alice.says("{'action':'room:join','id':'j','room':'" + room() + "'}"));
    costs(
        6,
        11,
        "room:joined",
        () -> bob.says("{'action':'room:join','id':'j','room':'" + room() + "'}"));
    costs(3, 7, "ack", () -> bob.says("{'action':'room:leave','id':'l'}"));
  }

  private void joinRoom() {
    alice.says("{'action':'room:join','room':'" + room() + "'}");
    bob.says("{'action':'room:join','room':'" + room() + "'}");
    pause();
  }

  private String room() {
    return "room-" + alice.id.value().substring(0, 20);
  }

  private void callIsActive() {
    alice.calls(bob);
    bob.answers();
    pause();
  }

  /** Long enough that no frame is close behind another. */
  private void pause() {
    service.clock.advance(Duration.ofSeconds(10));
  }

  private void costs(
      int requests,
      double capacityUnits,
      String action,
      java.util.function.Supplier<JsonObject> frame) {
    COUNT.reset();
    JsonObject answer = frame.get();
    assertThat(answer.text("action")).contains(action);
    assertThat(COUNT.requests()).as("requests: %s", COUNT.operations()).isEqualTo(requests);
    assertThat(COUNT.capacityUnits()).as("capacity units").isEqualTo(capacityUnits);
  }
}
