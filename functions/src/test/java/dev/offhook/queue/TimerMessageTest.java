package dev.offhook.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.protocol.CallId;
import dev.offhook.protocol.SessionId;
import dev.offhook.signaling.Timers.Timer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerMessageTest {

  @Test
  void aRingTimerNamesItsCall() {
    Timer timer = new Timer.Ring(new CallId("call_1"));

    assertThat(TimerMessage.write(timer)).isEqualTo("{\"timer\":\"ring\",\"callId\":\"call_1\"}");
    assertThat(TimerMessage.read(TimerMessage.write(timer))).contains(timer);
  }

  @Test
  void aGoneTimerNamesItsSession() {
    Timer timer = new Timer.Gone(new SessionId("session-1"));

    assertThat(TimerMessage.write(timer))
        .isEqualTo("{\"timer\":\"gone\",\"sessionId\":\"session-1\"}");
    assertThat(TimerMessage.read(TimerMessage.write(timer))).contains(timer);
  }

  @Test
  void membersItDoesNotKnowAreNoMatter() {
    assertThat(TimerMessage.read("{\"timer\":\"ring\",\"callId\":\"a\",\"more\":1}"))
        .contains(new Timer.Ring(new CallId("a")));
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
        "{\"timer\":\"gone\",\"sessionId\":\"a b\"}",
        "{\"timer\":\"alarm\",\"callId\":\"a\"}",
        "{\"timer\":null,\"callId\":\"a\"}"
      })
  void whatIsNoTimerIsNone(String body) {
    assertThat(TimerMessage.read(body)).isEmpty();
  }
}
