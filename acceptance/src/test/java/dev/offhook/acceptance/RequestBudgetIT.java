package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.ack;
import static dev.offhook.acceptance.wire.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.aws.AwsCall;
import dev.offhook.local.junit.OffhookStack;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What is done costs as many requests to DynamoDB as {@code docs/architecture.md} says. Frames here
 * are always one interval of the rate limit apart, which is a millisecond.
 */
@OffhookStack(
    parameters = {
      "FramesPerSecond=1000",
      "FramesBurst=1000",
      "NewSessionsPerSecond=1000",
      "NewSessionsBurst=1000",
      "RoomJoinsPerMinute=100000"
    })
class RequestBudgetIT {

  private static final String SIGNAL = "SignalFunction";
  private static final int OTHERS = 200;
  private static final int AT_ONCE = 8;

  private final LocalStack stack;
  private final Service service;

  RequestBudgetIT(LocalStack stack) {
    this.stack = stack;
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  void openingACallTakesThreeRequestsAnsweringAndEndingTwo() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    assertThat(requests(SIGNAL, () -> ann.ask(Said.offer("1", bob)))).hasSize(3);
    bob.socket().take("webrtc:offer");
    assertThat(requests(SIGNAL, () -> bob.ask(Said.answer("1")))).hasSize(2);
    assertThat(requests(SIGNAL, () -> ann.ask(Said.end()))).hasSize(2);
    for (ObjectNode end : List.of(Said.reject(), Said.end())) {
      CallBetween call = CallBetween.ringing(ann, bob);
      assertThat(requests(SIGNAL, () -> call.callee().ask(end))).hasSize(2);
    }
    CallBetween call = CallBetween.ringing(ann, bob);
    assertThat(requests(SIGNAL, () -> call.caller().ask(Said.timeOut()))).hasSize(2);
  }

  @Test
  void relayingTakesOneRequestHoweverManyAreConnected() {
    CallBetween call = CallBetween.active(service);
    relayingTakesOne(call);
    connectOthers();
    relayingTakesOne(call);
  }

  private void relayingTakesOne(CallBetween call) {
    for (Guest side : List.of(call.caller(), call.callee())) {
      for (ObjectNode said :
          List.of(
              Said.candidate("1"),
              Candidates.batch(),
              Said.offer("again"),
              Said.answer("again"),
              Said.text("hi"))) {
        List<AwsCall> requests =
            requests(SIGNAL, () -> side.asks(said, ack("delivered", call.callId())));
        assertThat(requests).as("%s", said.path("action")).hasSize(1);
      }
    }
  }

  private void connectOthers() {
    Semaphore atOnce = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, OTHERS)
          .forEach(
              number ->
                  threads.execute(
                      () -> {
                        atOnce.acquireUninterruptibly();
                        service.online("Other " + number);
                        atOnce.release();
                      }));
    }
  }

  @Test
  void connectingTakesOneRequestAndAHelloOneAndOneForEachPeer() {
    Guest ann = service.guest("Ann");
    long mark = stack.awsCalls().mark();
    ann.connect();
    assertThat(dynamoDb("AuthorizerFunction", mark)).hasSize(1);
    assertThat(dynamoDb("ConnectionFunction", mark)).isEmpty();
    assertThat(requests(SIGNAL, ann::hello)).hasSize(1);
    assertThat(requests(SIGNAL, ann::hello)).hasSize(1);

    Guest mate = service.online("Mate");
    Rooms.meet(ann, mate);
    assertThat(requests(SIGNAL, ann::hello)).hasSize(2);
    CallBetween.ringing(mate, ann);
    assertThat(requests(SIGNAL, ann::hello))
        .as("one who is in the room and in the call")
        .hasSize(2);

    Guest bob = service.online("Bob");
    Rooms.meet(bob, service.online("Other mate"));
    CallBetween.ringing(service.online("Carl"), bob);
    assertThat(requests(SIGNAL, bob::hello)).as("one in the room, another in the call").hasSize(3);
  }

  @Test
  void aTicketTakesThreeRequestsAndConnectingWithItTwo() {
    Guest ann = service.guest("Ann");
    assertThat(requests("ApiFunction", ann::ticket)).hasSize(3);
    String ticket = ann.ticket();
    long mark = stack.awsCalls().mark();
    service.connect(ticket).close();
    assertThat(dynamoDb("AuthorizerFunction", mark))
        .extracting(AwsCall::operation)
        .containsExactly("DeleteItem", "GetItem");
    assertThat(dynamoDb("ConnectionFunction", mark)).isEmpty();
  }

  @Test
  void aConnectionThatFailsTakesTwoRequestsAtMost() {
    String used = service.guest("Ann").ticket();
    service.connect(used);
    for (String nothing : List.of("x", used, new Forgery(service).ofNobody(service.guest("Bob")))) {
      long mark = stack.awsCalls().mark();
      assertThat(service.handshake(nothing)).isEqualTo(401);
      assertThat(dynamoDb("AuthorizerFunction", mark)).hasSizeBetween(1, 2);
      assertThat(dynamoDb("ConnectionFunction", mark)).isEmpty();
    }
  }

  @Test
  void aSessionTakesTwoRequests() {
    assertThat(requests("ApiFunction", () -> service.guest("Ann"))).hasSize(2);
  }

  @Test
  void joiningTakesSixRequestsAndFourIfNobodyIsThere() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    ObjectNode join = Rooms.join(Rooms.newName());
    assertThat(requests(SIGNAL, () -> ann.ask(join))).hasSize(4);
    assertThat(requests(SIGNAL, () -> bob.ask(join))).hasSize(6);
    assertThat(requests(SIGNAL, () -> bob.ask(Rooms.leave()))).hasSize(3);
  }

  @Test
  void whatIsRefusedForItsFormTakesNone() {
    Guest ann = service.online("Ann");
    for (String text : List.of("x", "{}", "{\"action\":\"webrtc:offer\"}", "{\"action\":\"x\"}")) {
      assertThat(
              requests(
                  SIGNAL,
                  () -> {
                    ann.socket().send(text);
                    ann.socket().take("error");
                  }))
          .isEmpty();
    }
    assertThat(requests(SIGNAL, () -> ann.ask(frame("{action: 'ping'}")))).hasSize(1);
  }

  private List<AwsCall> requests(String function, Runnable what) {
    long mark = stack.awsCalls().mark();
    what.run();
    return dynamoDb(function, mark);
  }

  private List<AwsCall> dynamoDb(String function, long mark) {
    return stack.awsCalls().since(mark).stream()
        .filter(call -> call.function().equals(function) && call.service().equals("DynamoDB"))
        .toList();
  }
}
