package dev.offhook.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedOriginsTest {

  private static final String APP = "https://app.example.com";

  private final AllowedOrigins origins =
      new AllowedOrigins(Set.of(APP, "http://localhost:8080", "https://other.example"));

  @Test
  void whatIsOnTheListPasses() {
    assertThat(origins.allow(Optional.of(APP))).isTrue();
    assertThat(origins.allow(Optional.of("http://localhost:8080"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://app.example.com",
        "https://app.example.com:443",
        "https://app.example.com:8443",
        "https://app.example.com/",
        "https://app.example.com.evil.example",
        "https://evil-app.example.com",
        "https://sub.app.example.com",
        "https://APP.example.com",
        " https://app.example.com",
        "https://app.example.com,https://other.example",
        "http://localhost",
        "null",
        "*",
        ""
      })
  void whatIsNotExactlyOnTheListIsRefused(String origin) {
    assertThat(origins.allow(Optional.of(origin))).isFalse();
  }

  @Test
  void whoIsNoBrowserPasses() {
    assertThat(origins.allow(Optional.empty())).isTrue();
    assertThat(new AllowedOrigins(Set.of()).allow(Optional.empty())).isTrue();
  }

  @Test
  void anEmptyListRefusesAllBrowsers() {
    assertThat(new AllowedOrigins(Set.of()).allow(Optional.of(APP))).isFalse();
  }

  @Test
  void aStarLetsAllIn() {
    assertThat(new AllowedOrigins(Set.of("*")).allow(Optional.of("null"))).isTrue();
  }
}
