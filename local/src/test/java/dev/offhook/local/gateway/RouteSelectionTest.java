package dev.offhook.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteSelectionTest {
  private static final RouteSelection ACTION = RouteSelection.parse("$request.body.action");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'action':'webrtc:offer'} | webrtc:offer",
        "{'action':'a','action2':'b'} | a",
        "{'action':7} | 7",
        "{'action':true} | true",
        "{} | ''",
        "{'action':null} | ''",
        "{'action':{'x':1}} | ''",
        "[] | ''",
        "'\"text\"' | ''",
        "7 | ''",
      })
  void theKeyIsTheMembersValueAndAMissingMemberIsEmpty(String message, String key) {
    assertThat(ACTION.select(message.replace('\'', '"'))).hasValue(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "not json", "{\"action\":\"a\"} {}", "{'action':'a'}", "NaN"})
  void whatIsNotJsonHasNoKey(String message) {
    assertThat(ACTION.select(message)).isEmpty();
  }

  @Test
  void jsonNestedTooDeeplyHasNoKey() {
    assertThat(ACTION.select("[".repeat(100_000))).isEmpty();
  }

  @Test
  void placesInARowAreConcatenated() {
    RouteSelection selection = RouteSelection.parse("${request.body.a}/${request.body.b}");

    assertThat(selection.select("{\"a\":\"x\",\"b\":\"y\"}")).hasValue("x/y");
    assertThat(selection.select("{\"b\":\"y\"}")).hasValue("/y");
    assertThat(selection.select("{}")).hasValue("/");
  }

  @Test
  void aPathReadsNestedMembers() {
    assertThat(RouteSelection.parse("$request.body.a.b").select("{\"a\":{\"b\":\"deep\"}}"))
        .hasValue("deep");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "action", "$request.header.x", "$request.body.", "${request.body.a"})
  void anExpressionThatDoesNotReadTheBodyIsRefused(String expression) {
    assertThatThrownBy(() -> RouteSelection.parse(expression))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(expression);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'action':'exact'} | exact",
        "{'action':'Exact'} | $default",
        "{'action':'exact '} | $default",
        "{} | $default",
        "not json | $default",
        "{'action':'$default'} | $default",
        "{'action':'$connect'} | $default",
        "{'action':'$disconnect'} | $default",
      })
  void aMessageTakesTheRouteOfExactlyItsKeyElseTheDefault(String message, String key) {
    assertThat(
            api("exact", "$default", "$connect", "$disconnect")
                .routeKey(message.replace('\'', '"')))
        .hasValue(key);
  }

  @Test
  void withoutADefaultAMessageMayHaveNoRoute() {
    assertThat(api("exact", "$connect").routeKey("{\"action\":\"$connect\"}")).isEmpty();
    assertThat(api("exact").routeKey("not json")).isEmpty();
  }

  private static WebSocketApi api(String... keys) {
    Map<String, WebSocketApi.Route> routes =
        Arrays.stream(keys)
            .collect(
                Collectors.toMap(
                    key -> key, key -> new WebSocketApi.Route("F", false, Throttle.NONE)));
    return new WebSocketApi("id", "live", ACTION, routes, new Authorization.None(), Throttle.NONE);
  }
}
