package dev.offhook.ice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.protocol.IceServer;
import dev.offhook.protocol.IceServers;
import dev.offhook.protocol.SessionId;
import dev.offhook.signaling.IceServerSource;
import dev.offhook.signaling.IceServersUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CombinedIceServersTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final IceServer STUN = IceServer.stun(List.of("stun:a.example"));
  private static final IceServer TURN = IceServer.stun(List.of("stun:b.example"));

  private final List<String> reasons = new ArrayList<>();

  @Test
  void allServersAreGivenInTheOrderOfTheirSourcesUntilTheFirstOfThemExpires() {
    IceServers given =
        from(
            giving(STUN, Optional.empty()),
            giving(TURN, Optional.of(NOW.plusSeconds(9))),
            giving(STUN, Optional.of(NOW.plusSeconds(7))));

    assertThat(given)
        .isEqualTo(new IceServers(List.of(STUN, TURN, STUN), Optional.of(NOW.plusSeconds(7))));
    assertThat(reasons).isEmpty();
  }

  @Test
  void aSourceThatIsUnavailableIsLeftOutAndTheReasonTold() {
    IceServerSource broken =
        (_, _) -> {
          throw new IceServersUnavailableException("broken");
        };

    assertThat(from(broken, giving(STUN, Optional.empty())).servers()).containsExactly(STUN);
    assertThat(reasons).containsExactly("broken");
  }

  @Test
  void withoutSourcesThereAreNoServers() {
    assertThat(from()).isEqualTo(IceServers.none());
  }

  private IceServers from(IceServerSource... sources) {
    return new CombinedIceServers(List.of(sources), reasons::add)
        .serversFor(new SessionId("alice"), NOW);
  }

  private static IceServerSource giving(IceServer server, Optional<Instant> expiresAt) {
    return (_, _) -> new IceServers(List.of(server), expiresAt);
  }
}
