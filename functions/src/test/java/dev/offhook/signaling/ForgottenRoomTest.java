package dev.offhook.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.json.Json.JsonObject;
import dev.offhook.protocol.RoomName;
import dev.offhook.signaling.TestService.Guest;
import org.junit.jupiter.api.Test;

/** A room whose item expired while sessions were in it. */
class ForgottenRoomTest {

  private static final String JOIN = "{'action':'room:join','room':'r'}";

  private final TestService service = new TestService();
  private final Guest alice = service.connected("alice");
  private final Guest bob = service.connected("bob");

  @Test
  void whoJoinsItAgainIsNotSaidToHaveLeftAndMeetsTheOtherOnceMore() {
    alice.says(JOIN);
    bob.says(JOIN);
    alice.hears();
    service.stores.delete(new RoomName("r"));

    alice.says(JOIN);
    assertThat(bob.hears()).isEmpty();

    JsonObject joined = bob.says(JOIN);
    assertThat(joined.text("action")).contains("room:joined");
    assertThat(joined.toString()).contains(alice.id.value());
    assertThat(alice.hears())
        .singleElement()
        .satisfies(frame -> assertThat(frame.text("action")).contains("room:peer-joined"));
  }
}
