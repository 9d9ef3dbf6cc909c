package dev.offhook.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.signaling.TestService.Guest;
import org.junit.jupiter.api.Test;

class RevokedGuestTest {

  private final TestService service = new TestService();

  @Test
  void theRoomIsToldThatItLeftAndIsNotConnected() {
    Guest alice = service.connected("alice");
    Guest bob = service.connected("bob");
    alice.says("{'action':'room:join','room':'r'}");
    bob.says("{'action':'room:join','room':'r'}");
    bob.hears();

    String token = service.tokens.issue(alice.id, "alice", "jti", TestService.START).token();
    service.guests().revoke(token);

    JsonObject left = bob.hears().getLast();
    assertThat(left.text("action")).contains("room:peer-left");
    assertThat(left.text("reason")).contains("left");
    assertThat(left.object("peer").orElseThrow().member("connected")).contains(Json.of(false));
  }
}
