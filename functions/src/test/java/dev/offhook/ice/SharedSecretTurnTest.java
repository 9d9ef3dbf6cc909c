package dev.offhook.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offhook.protocol.IceServer;
import dev.offhook.protocol.IceServer.Credential;
import dev.offhook.protocol.IceServers;
import dev.offhook.protocol.SessionId;
import dev.offhook.signaling.IceServersUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedSecretTurnTest {

  private static final SessionId ALICE = new SessionId("QWxpY2VBbGljZUFsaWNlQQ");
  private static final List<String> URLS =
      List.of("turn:turn.example.com", "turns:turn.example.com");
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.987Z");

  @Test
  void theUserNameIsTheExpiryAndTheSessionAndThePasswordItsHmac() {
    IceServers given = with("north").serversFor(ALICE, NOW);

    assertThat(given.servers())
        .containsExactly(
            new IceServer(
                URLS,
                Optional.of(
                    // printf USERNAME | openssl dgst -sha1 -hmac north -binary | base64
                    new Credential(
                        "1767276000:QWxpY2VBbGljZUFsaWNlQQ", "30EBQ9Olb25P6sfXGzh5EgYj6qo="))));
    assertThat(given.expiresAt()).contains(Instant.parse("2026-01-01T14:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "absent"})
  void withoutASecretThereIsNothingToGive(String secret) {
    SharedSecretTurn turn =
        new SharedSecretTurn(
            URLS, Duration.ofHours(2), () -> Optional.of(secret).filter(String::isEmpty));

    assertThatThrownBy(() -> turn.serversFor(ALICE, NOW))
        .isInstanceOf(IceServersUnavailableException.class);
  }

  @Test
  void theLineBreakAfterASecretThatWasPutByHandIsNotPartOfIt() {
    assertThat(with("north\n").serversFor(ALICE, NOW))
        .isEqualTo(with("north").serversFor(ALICE, NOW));
  }

  @Test
  void whatIsSecretIsNotPrinted() {
    IceServers given = with("north").serversFor(ALICE, NOW);

    assertThat(given.toString()).doesNotContain("1767276000", "30EBQ9Olb");
  }

  private static SharedSecretTurn with(String secret) {
    return new SharedSecretTurn(URLS, Duration.ofHours(2), () -> Optional.of(secret));
  }
}
