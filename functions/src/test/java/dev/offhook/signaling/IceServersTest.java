package dev.offhook.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.JsonText;
import dev.offhook.protocol.IceServer;
import dev.offhook.protocol.IceServer.Credential;
import dev.offhook.protocol.IceServers;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.GuestTokens;
import dev.offhook.signaling.TestService.Guest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IceServersTest {

  private static final Instant LATER = TestService.START.plusSeconds(60);

  private final TestService service = new TestService();

  @Test
  void aHelloIsAnsweredWithCredentialsOfThatSessionAndTheirExpiry() {
    service.iceServers = (session, now) -> turn(session, now.plusSeconds(60));
    Guest alice = service.guest("alice");

    JsonObject established = alice.says("{'action':'session:hello'}");

    assertThat(established.member("iceServers").map(JsonText::write))
        .contains(
            "[{\"urls\":[\"turn:a.example\"],\"username\":\"%s\",\"credential\":\"word\"}]"
                .formatted(alice.id));
    assertThat(established.text("iceServersExpireAt")).contains("2026-03-01T12:01:00.000Z");
  }

  @Test
  void whatHasNoCredentialsDoesNotExpire() {
    JsonObject established = service.guest("alice").says("{'action':'session:hello'}");

    assertThat(established.member("iceServers").map(JsonText::write))
        .contains("[{\"urls\":[\"stun:stun.example.org\"]}]");
    assertThat(established.member("iceServersExpireAt")).isEqualTo(Optional.<Json>empty());
  }

  @Test
  void whoAsksForThemIsToldWhenTheyExpireAndWithoutCredentialsWhenTheTokenDoes() {
    Guest alice = service.guest("alice");
    GuestTokens.Issued issued = service.tokens.issue(alice.id, "alice", "jti", TestService.START);

    assertThat(told(issued.token()).expiresAt()).contains(issued.expiresAt());
    service.iceServers = (session, _) -> turn(session, LATER);
    assertThat(told(issued.token())).isEqualTo(turn(alice.id, LATER));
  }

  private IceServers told(String token) {
    GuestService.Result<IceServers> result = service.guests().iceServers(token);
    return ((GuestService.Result.Done<IceServers>) result).value();
  }

  private static IceServers turn(SessionId session, Instant expiresAt) {
    Credential credential = new Credential(session.value(), "word");
    return new IceServers(
        List.of(new IceServer(List.of("turn:a.example"), Optional.of(credential))),
        Optional.of(expiresAt));
  }
}
