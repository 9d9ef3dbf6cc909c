package dev.offhook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts as a leak, and what doesn't. */
class LeaksTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "something marked | {\"name\":\"Ann zQ7x\"}",
        "a token | ?token=eyJhbGciOiJIUzI1NiJ9.e30.abc",
        "a token | eyJhbGciOiJIUzI1NiIsInR5cCI",
        "a session description | {\"sdp\":\"v=0\\r\\no=- 1\"}",
        "a session description | a=fingerprint:sha-256 AB",
        "a candidate | candidate:842163049 1 udp 1677729535 x 3478",
        "a candidate | 1 typ srflx raddr",
        "an address | from 203.0.113.7:4711",
        "a browser | Mozilla/5.0 (X11; Linux x86_64)",
        "a secret | key=hunter2!",
      })
  void whatBelongsToPeopleIsFound(String kind, String line) {
    assertThat(Leaks.in("before\n" + line + "\nafter", Set.of("hunter2")))
        .containsExactly(kind + " in: " + line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"level\":\"INFO\",\"event\":\"connection-gone\",\"connectionId\":\"R1kmxc2VNjMCFIA=\"}",
        "{\"level\":\"INFO\",\"event\":\"connection-gone\",\"connectionId\":\"C3t2eyJKiAOSejA=\"}",
        "{\"at\":[\"dev.offhook.protocol.IceCandidate:12\",\"dev.offhook.call.Candidates:3\"]}",
        "pekko-actor_2.13-1.5.0.jar and 2026-03-04T05:06:07.089Z",
        "SignalFunction timed out after 10 s",
      })
  void whatOnlySaysWhatHappenedIsNot(String line) {
    assertThat(Leaks.in(line, Set.of("hunter2"))).isEmpty();
  }
}
