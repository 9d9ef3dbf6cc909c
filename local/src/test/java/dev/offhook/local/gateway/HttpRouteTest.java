package dev.offhook.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRouteTest {
  @ParameterizedTest
  @CsvSource({
    "GET /a,GET,/a,true",
    "GET /a,POST,/a,false",
    "GET /a,GET,/a/,false",
    "GET /a,GET,/A,false",
    "ANY /a,DELETE,/a,true",
    "GET /a/{b},GET,/a/c,true",
    "GET /a/{b},GET,/a,false",
    "GET /{p+},GET,/a/b/c,true",
    "GET /a/{p+},GET,/a,false",
    "$default,PATCH,/whatever,true",
    "GET /,GET,/,true",
  })
  void aRouteMatchesByMethodAndSegments(String key, String method, String path, boolean matches) {
    assertThat(HttpRoute.parse(key).match(method, path).isPresent()).isEqualTo(matches);
  }

  @Test
  void variablesAreNamedInTheMatch() {
    assertThat(HttpRoute.parse("GET /a/{b}/{rest+}").match("GET", "/a/1/2/3"))
        .hasValue(Map.of("b", "1", "rest", "2/3"));
  }

  @Test
  void theMostSpecificRouteComesFirst() {
    assertThat(
            Stream.of(
                    "$default",
                    "ANY /{p+}",
                    "GET /a/{p+}",
                    "ANY /a/{b}",
                    "GET /a/{b}",
                    "ANY /a/b",
                    "GET /a/b")
                .map(HttpRoute::parse)
                .sorted(Comparator.comparingInt(HttpRoute::specificity).reversed())
                .map(HttpRoute::key))
        .containsExactly(
            "GET /a/b",
            "ANY /a/b",
            "GET /a/{b}",
            "ANY /a/{b}",
            "GET /a/{p+}",
            "ANY /{p+}",
            "$default");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET", "/a", "GET a", "GET /{p+}/a"})
  void whatIsNoRouteKeyIsRefused(String key) {
    assertThatThrownBy(() -> HttpRoute.parse(key)).isInstanceOf(IllegalArgumentException.class);
  }
}
