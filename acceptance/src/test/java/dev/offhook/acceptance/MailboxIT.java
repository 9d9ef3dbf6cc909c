package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.ack;
import static dev.offhook.acceptance.wire.Frames.error;
import static dev.offhook.acceptance.wire.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Eventually;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.acceptance.wire.SignalingSocket;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is said to somebody whose connection is gone for a moment. */
@OffhookStack
class MailboxIT {

  private static final int SDP_CHARACTERS = 30_000;

  private final Service service;

  MailboxIT(LocalStack stack) {
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  private static List<Integer> seqs(List<JsonNode> frames) {
    return frames.stream()
        .filter(frame -> frame.path("action").asText().equals("webrtc:ice-candidate"))
        .map(frame -> frame.path("seq").asInt())
        .toList();
  }

  private static List<Integer> numbers(int last) {
    return IntStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void allThatAClientMayBeSentWaitsInOrder() {
    CallBetween call = CallBetween.active(service);
    Guest ann = call.caller();
    Guest bob = call.callee();
    bob.socket().close();
    List<ObjectNode> said =
        List.of(
            Said.offer("again", bob),
            Said.candidate("candidate:1"),
            Candidates.batch(),
            Said.text("are you there?"),
            Said.end());
    said.forEach(frame -> ann.asks(frame, ack("queued", call.callId())));

    SignalingSocket back = bob.connect();
    JsonNode established = bob.hello();

    List<ObjectNode> expected = new ArrayList<>();
    said.subList(0, 4).forEach(frame -> expected.add(Said.relayed(frame, ann, call.callId())));
    expected.add(RingingCallIT.over("call-end", "hangup", ann, call));
    assertThat(back.left()).containsExactlyElementsOf(expected);
    assertThat(established.path("resumed").asBoolean()).isTrue();
    assertThat(established.has("call")).isFalse();
    call.isOver();
  }

  @Test
  void whatComesWhileTheMailIsDeliveredComesAfterItAndOnce() {
    CallBetween call = CallBetween.active(service);
    Guest ann = call.caller();
    Guest bob = call.callee();
    bob.socket().close();
    int last = 50;
    for (int seq = 1; seq <= 15; seq++) {
      ann.asks(Said.candidate(seq), ack("queued", call.callId()));
    }
    CompletableFuture<Void> rest =
        CompletableFuture.runAsync(
            () -> {
              for (int seq = 16; seq <= last; seq++) {
                assertThat(ann.ask(Said.candidate(seq)).path("delivery").asText())
                    .isIn("queued", "delivered");
              }
            });
    bob.connect();
    bob.hello();
    rest.join();
    ann.asks(Said.text("done"), ack("delivered", call.callId()));
    bob.socket().take("chat:text");

    assertThat(seqs(bob.socket().left())).isEqualTo(numbers(last));
  }

  @Test
  void manyWhoSpeakAtOnceToOneWhoIsAwayGetAPlaceEach() {
    CallBetween call = CallBetween.active(service);
    Guest ann = call.caller();
    Guest bob = call.callee();
    bob.socket().close();
    int count = 40;
    for (int seq = 1; seq <= count; seq++) {
      ann.socket().send(Said.candidate(seq).put("id", "c" + seq));
    }
    for (int seq = 1; seq <= count; seq++) {
      assertThat(ann.socket().take("ack").path("delivery").asText()).isEqualTo("queued");
    }

    bob.connect();
    bob.hello();

    assertThat(seqs(bob.socket().left())).containsExactlyInAnyOrderElementsOf(numbers(count));
  }

  @Test
  void aFullMailboxIsToldAndWhatFitsIsDelivered() {
    CallBetween call = CallBetween.active(service);
    Guest ann = call.caller();
    Guest bob = call.callee();
    bob.socket().close();
    ObjectNode large = Said.offer("a".repeat(SDP_CHARACTERS), bob);
    int fitting = 0;
    JsonNode answer = ann.ask(large);
    while (answer.path("delivery").asText().equals("queued")) {
      fitting++;
      answer = ann.ask(large);
    }

    assertThat(fitting).isEqualTo(256 * 1024 / SDP_CHARACTERS);
    ann.asks(large, error("peer-unavailable", true));
    ann.asks(Said.candidate(1), ack("queued", call.callId()));
    bob.connect();
    bob.hello();
    assertThat(bob.socket().left()).hasSize(fitting + 1);
    ann.asks(large, ack("delivered", call.callId()));
  }

  @Test
  void anOfferToOneWhoIsAwayRingsAtItsReturn() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    String room = Rooms.meet(ann, bob);
    bob.socket().close();
    Eventually.until(
        "Bob is away",
        () ->
            ann.ask(Rooms.join(room))
                .path("peers")
                .path(0)
                .path("connected")
                .asText()
                .equals("false"));

    JsonNode ack = ann.ask(Said.offer("1", bob));
    assertThat(ack.path("delivery").asText()).isEqualTo("queued");
    bob.connect();
    JsonNode established = bob.hello();

    String callId = ack.path("callId").asText();
    bob.expects(Said.relayed(Said.offer("1", bob), ann, callId).put("polite", true));
    assertThat(established.at("/call/state").asText()).isEqualTo("ringing");
    assertThat(established.at("/call/role").asText()).isEqualTo("callee");
    new CallBetween(ann, bob, callId).answered().isActive();
  }

  @Test
  void whoResumesTellsThePeerFromWhereToSendAgain() {
    CallBetween call = CallBetween.active(service);
    Guest ann = call.caller();
    Guest bob = call.callee();
    bob.socket().close();
    ann.asks(Said.candidate(2), ack("queued", call.callId()));
    bob.connect();

    bob.ask("{action: 'session:hello', resume: {callId: '%s', lastSeq: 1}}", call.callId());

    ann.expects(frame("{action: 'webrtc:peer-resumed', callId: '%s', lastSeq: 1}", call.callId()));
    bob.expects(Said.relayed(Said.candidate(2), ann, call.callId()));
    call.silence();
  }

  @Test
  void twoWhoAreAwayFindEachOthersFrames() {
    CallBetween call = CallBetween.active(service);
    Guest ann = call.caller();
    Guest bob = call.callee();
    bob.socket().close();
    ann.asks(Said.candidate(1), ack("queued", call.callId()));
    ann.socket().close();
    bob.connect();
    bob.ask("{action: 'session:hello', resume: {callId: '%s', lastSeq: 1}}", call.callId());
    bob.expects(Said.relayed(Said.candidate(1), ann, call.callId()));
    bob.asks(Said.candidate(1), ack("queued", call.callId()));

    ann.connect();
    ann.hello();

    assertThat(ann.socket().left())
        .containsExactly(
            frame("{action: 'webrtc:peer-resumed', callId: '%s', lastSeq: 1}", call.callId()),
            Said.relayed(Said.candidate(1), bob, call.callId()));
    call.isActive();
  }

  @Test
  void twoTabsThatFightForOneSessionEndWithOneWinner() {
    CallBetween call = CallBetween.active(service);
    Guest bob = call.callee();
    List<SignalingSocket> tabs = new ArrayList<>();
    for (int tab = 0; tab < 4; tab++) {
      tabs.add(bob.connect());
    }
    List<CompletableFuture<Void>> hellos = new ArrayList<>();
    tabs.forEach(
        tab ->
            hellos.add(
                CompletableFuture.runAsync(
                    () -> tab.send(frame("{action: 'session:hello', id: 'h'}")))));
    hellos.forEach(CompletableFuture::join);

    tabs.getLast().take("connection:established");
    tabs.subList(0, 3).forEach(tab -> assertThat(tab.closed().code()).isEqualTo(1000));
    call.caller().asks(Said.text("who is there?"), ack("delivered", call.callId()));
    tabs.getLast().take("chat:text");
    tabs.getLast().expectNothing();
  }
}
