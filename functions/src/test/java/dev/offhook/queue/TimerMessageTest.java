package dev.offhook.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.protocol.CallId;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.SessionId;
import dev.offhook.signaling.Timers.Timer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimerMessageTest {

  @Test
  void aRingTimerNamesItsCallAndWhenItWasStarted() {
    Timer timer = new Timer.Ring(new CallId("call_1"), Instant.parse("2026-01-01T12:00:00.123Z"));

    assertThat(TimerMessage.write(timer))
        .isEqualTo(
            "{\"timer\":\"ring\",\"callId\":\"call_1\",\"startedAt\":\"2026-01-01T12:00:00.123Z\"}");
    assertThat(TimerMessage.read(TimerMessage.write(timer))).contains(timer);
  }

  @Test
  void aGoneTimerNamesItsSessionAndItsConnection() {
    Timer timer = new Timer.Gone(new SessionId("session-1"), new ConnectionId("R1kmxc2VNjMCFIA="));

    assertThat(TimerMessage.write(timer))
        .isEqualTo(
            "{\"timer\":\"gone\",\"sessionId\":\"session-1\",\"connectionId\":\"R1kmxc2VNjMCFIA=\"}");
    assertThat(TimerMessage.read(TimerMessage.write(timer))).contains(timer);
  }

  static List<Arguments> timersOfOneName() {
    return List.of(
        Arguments.of(
            new Timer.Check(new CallId("call_1")), "{\"timer\":\"check\",\"callId\":\"call_1\"}"),
        Arguments.of(
            new Timer.Mail(new SessionId("a")), "{\"timer\":\"mail\",\"sessionId\":\"a\"}"),
        Arguments.of(
            new Timer.Expiry(new SessionId("a")), "{\"timer\":\"expiry\",\"sessionId\":\"a\"}"));
  }

  @ParameterizedTest
  @MethodSource("timersOfOneName")
  void anyOtherTimerNamesItsCallOrItsSession(Timer timer, String body) {
    assertThat(TimerMessage.write(timer)).isEqualTo(body);
    assertThat(TimerMessage.read(body)).contains(timer);
  }

  @Test
  void membersItDoesNotKnowAreNoMatter() {
    assertThat(TimerMessage.read("{\"timer\":\"check\",\"callId\":\"a\",\"more\":1}"))
        .contains(new Timer.Check(new CallId("a")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ring",
        "[]",
        "{}",
        "{\"timer\":\"ring\"}",
        "{\"timer\":\"ring\",\"callId\":\"\"}",
        "{\"timer\":\"ring\",\"callId\":1}",
        "{\"timer\":\"ring\",\"sessionId\":\"a\"}",
        "{\"timer\":\"ring\",\"callId\":\"a\"}",
        "{\"timer\":\"ring\",\"callId\":\"a\",\"startedAt\":\"now\"}",
        "{\"timer\":\"check\",\"callId\":\"\"}",
        "{\"timer\":\"gone\",\"sessionId\":\"a b\",\"connectionId\":\"c\"}",
        "{\"timer\":\"gone\",\"sessionId\":\"a\"}",
        "{\"timer\":\"gone\",\"sessionId\":\"a\",\"connectionId\":\"\"}",
        "{\"timer\":\"mail\"}",
        "{\"timer\":\"expiry\",\"sessionId\":\"a b\"}",
        "{\"timer\":\"alarm\",\"callId\":\"a\"}",
        "{\"timer\":null,\"callId\":\"a\"}"
      })
  void whatIsNoTimerIsNone(String body) {
    assertThat(TimerMessage.read(body)).isEmpty();
  }
}
