package dev.offhook.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.json.Json.JsonObject;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.signaling.TestService.Guest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FloodsTest {

  private static final Duration CENTISECOND = Duration.ofMillis(10);

  private final TestService service = new TestService();
  private final Guest eve = service.connected("eve");
  private JsonObject lastAnswer = eve.says("{'action':'ping','id':'first'}");

  /** Sends pings until the connection is closed, or that many. */
  private int floods(int frames, Duration apart) {
    for (int sent = 1; sent <= frames; sent++) {
      lastAnswer = eve.says("{'action':'ping','id':'p-" + sent + "'}");
      if (isClosed(eve.connection())) {
        return sent;
      }
      service.clock.advance(apart);
    }
    return frames;
  }

  private boolean isClosed(ConnectionId connection) {
    return service.connections.isClosed(connection);
  }

  private void isRefused(JsonObject answer) {
    assertThat(answer.text("code")).contains("rate-limited");
  }

  @Test
  void whoGoesOnAtFullSpeedIsToldOnceMoreAndClosed() {
    int sent = floods(2000, CENTISECOND);
    assertThat(isClosed(eve.connection())).isTrue();
    assertThat(Duration.ofMillis(10L * sent)).isLessThan(Duration.ofSeconds(10));
    assertThat(lastAnswer.text("action")).isEmpty();
    JsonObject last = eve.hears().getLast();
    isRefused(last);
    assertThat(last.text("id")).contains("p-" + sent);
  }

  @Test
  void hundredsOfFramesAtOnceAreRefusedAndTheConnectionStays() {
    assertThat(floods(500, Duration.ZERO)).isEqualTo(500);
    isRefused(lastAnswer);
    assertThat(isClosed(eve.connection())).isFalse();
    service.clock.advance(Duration.ofSeconds(11));
    assertThat(eve.says("{'action':'ping','id':'later'}").text("action")).contains("pong");
    assertThat(floods(500, Duration.ZERO)).isEqualTo(500);
    assertThat(isClosed(eve.connection())).isFalse();
  }

  @Test
  void whoSendsALittleTooMuchForMinutesIsRefusedNowAndThenAndStays() {
    assertThat(floods(4000, Duration.ofMillis(27))).isEqualTo(4000);
    assertThat(isClosed(eve.connection())).isFalse();
  }

  @Test
  void theNextConnectionOfTheSessionIsJudgedByWhatItSends() {
    floods(2000, CENTISECOND);
    eve.reconnects();
    isRefused(eve.says("{'action':'session:hello','id':'h'}"));
    service.clock.advance(Duration.ofSeconds(1));
    assertThat(eve.says("{'action':'session:hello','id':'h'}").text("action"))
        .contains("connection:established");
    assertThat(isClosed(eve.connection())).isFalse();
  }

  @Test
  void whatWasUnderWayWhenItWasClosedIsRefusedAndNotAnsweredOverTheClosedConnection() {
    floods(2000, CENTISECOND);
    isRefused(eve.says("{'action':'ping','id':'under-way'}"));
  }

  @Test
  void othersAreNotClosed() {
    Guest ann = service.connected("ann");
    floods(2000, CENTISECOND);
    assertThat(isClosed(ann.connection())).isFalse();
    assertThat(ann.says("{'action':'ping','id':'p'}").text("action")).contains("pong");
  }

  @Test
  void whoWasNotRefusedForLongestIsForgotten() {
    Floods floods = new Floods();
    ConnectionId first = new ConnectionId("first");
    for (int i = 1; i < Floods.REFUSALS; i++) {
      floods.isFlood(first, TestService.START);
    }
    for (int i = 0; i < 1000; i++) {
      floods.isFlood(new ConnectionId("other-" + i), TestService.START);
    }
    assertThat(floods.isFlood(first, TestService.START.plus(Floods.AT_ONCE))).isFalse();
  }
}
