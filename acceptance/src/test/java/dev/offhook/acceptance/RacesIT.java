package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.ack;
import static dev.offhook.acceptance.wire.Frames.error;
import static dev.offhook.acceptance.wire.Frames.isAsExpected;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two who say something at the same instant. */
@OffhookStack
class RacesIT {

  /** Rounds of one pair: as many as fit its burst of frames. */
  private static final int ROUNDS = 10;

  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  private final Service service;

  RacesIT(LocalStack stack) {
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  /** What both were answered. */
  private record Answers(JsonNode one, JsonNode other) {}

  @Test
  @DisplayName("offer against offer, 100 times: one call opens, the other side meets a glare")
  void glare() {
    for (int pair = 1; pair <= 10; pair++) {
      Guest one = service.online("One");
      Guest other = service.online("Other");
      for (int round = 1; round <= ROUNDS; round++) {
        Answers answers =
            atOnce(one, Said.offer("of one", other), other, Said.offer("of other", one));
        boolean oneWon = answers.one().path("action").asText().equals("ack");
        if (oneWon) {
          checkGlare(one, answers.one(), other, answers.other(), "of one");
        } else {
          checkGlare(other, answers.other(), one, answers.one(), "of other");
        }
      }
    }
  }

  private static void checkGlare(
      Guest winner, JsonNode won, Guest loser, JsonNode lost, String mark) {
    String callId = won.path("callId").asText();
    assertThat(isAsExpected(won, answering(ack("delivered", callId), won))).as("%s", won).isTrue();
    ObjectNode glare = error("glare", false).put("callId", callId);
    assertThat(isAsExpected(lost, answering(glare, lost))).as("%s", lost).isTrue();
    loser.expects(Said.relayed(Said.offer(mark, loser), winner, callId).put("polite", true));
    loser.asks(Said.reject(), ack("delivered", callId));
    winner.socket().take("webrtc:call-reject");
    assertThat(winner.socket().left()).isEmpty();
    assertThat(loser.socket().left()).isEmpty();
  }

  @Test
  @DisplayName("end against end, 50 times: one ends it, the other finds it ended")
  void endAgainstEnd() {
    for (int pair = 1; pair <= 10; pair++) {
      Guest caller = service.online("Caller");
      Guest callee = service.online("Callee");
      for (int round = 1; round <= 5; round++) {
        CallBetween call = CallBetween.ringing(caller, callee).answered();
        Answers answers = atOnce(caller, Said.end(), callee, Said.end());
        boolean byCaller = answers.one().has("callId");
        JsonNode won = byCaller ? answers.one() : answers.other();
        JsonNode lost = byCaller ? answers.other() : answers.one();
        assertThat(isAsExpected(won, answering(ack("delivered", call.callId()), won)))
            .as("%s", answers)
            .isTrue();
        assertThat(isAsExpected(lost, answering(ack("none"), lost))).as("%s", answers).isTrue();
        Guest winner = byCaller ? caller : callee;
        Guest loser = byCaller ? callee : caller;
        loser.expects(RingingCallIT.over("call-end", "hangup", winner, call));
        assertThat(winner.socket().left()).isEmpty();
        assertThat(loser.socket().left()).isEmpty();
      }
    }
  }

  @Test
  @DisplayName("answer against cancel, 50 times: it is over, and both were told the same story")
  void answerAgainstCancel() {
    for (int pair = 1; pair <= 10; pair++) {
      Guest caller = service.online("Caller");
      Guest callee = service.online("Callee");
      for (int round = 1; round <= 5; round++) {
        CallBetween call = CallBetween.ringing(caller, callee);
        ObjectNode answer = Said.answer("racing");
        Answers answers = atOnce(caller, Said.end(), callee, answer);
        assertThat(answers.one().path("callId").asText()).isEqualTo(call.callId());
        boolean answered = answers.other().path("action").asText().equals("ack");
        if (answered) {
          caller.expects(Said.relayed(answer, callee, call.callId()));
        } else {
          assertThat(answers.other().path("code").asText()).isEqualTo("no-call");
        }
        String reason = answered ? "hangup" : "cancelled";
        callee.expects(RingingCallIT.over("call-end", reason, caller, call));
        assertThat(caller.socket().left()).isEmpty();
        assertThat(callee.socket().left()).isEmpty();
      }
      new CallBetween(caller, callee, "none").isOver();
    }
  }

  private static ObjectNode answering(ObjectNode expected, JsonNode answer) {
    return expected.put("id", answer.path("id").asText());
  }

  private static Answers atOnce(Guest one, ObjectNode ofOne, Guest other, ObjectNode ofOther) {
    CyclicBarrier start = new CyclicBarrier(2);
    CompletableFuture<JsonNode> first =
        CompletableFuture.supplyAsync(() -> askFrom(start, one, ofOne), THREADS);
    CompletableFuture<JsonNode> second =
        CompletableFuture.supplyAsync(() -> askFrom(start, other, ofOther), THREADS);
    return new Answers(first.join(), second.join());
  }

  private static JsonNode askFrom(CyclicBarrier start, Guest guest, ObjectNode frame) {
    try {
      start.await();
    } catch (InterruptedException | BrokenBarrierException broken) {
      throw new IllegalStateException(broken);
    }
    return guest.ask(frame);
  }
}
