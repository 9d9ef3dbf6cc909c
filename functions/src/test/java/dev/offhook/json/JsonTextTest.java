package dev.offhook.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.json.Json.JsonArray;
import dev.offhook.json.Json.JsonNull;
import dev.offhook.json.Json.JsonNumber;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.Json.JsonString;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class JsonTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{} {}",
        "1 2",
        "{}x",
        "{},",
        "{\"a\":1}}",
        "[1]]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{\"a\":}",
        "{a:1}",
        "{1:1}",
        "{",
        "[",
        "{\"a\"",
        "{\"a\":",
        "\"",
        "\"a",
        "'a'",
        "{'a':1}",
        "NaN",
        "Infinity",
        "-Infinity",
        "-",
        "+1",
        "01",
        "-01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "0x10",
        "1_000",
        "١",
        "tru",
        "nulll",
        "True",
        "undefined",
        "// comment\n1",
        "/* comment */ 1",
        "1 // comment",
        "# comment\n1",
        "\"\t\"",
        "\"\n\"",
        "\"\u0000\"",
        "\"\\x41\"",
        "\"\\u12\"",
        "\"\\u12G4\"",
        "\"\\'\"",
        "\uFEFF{}",
        "{}\uFEFF",
        "\u00A01",
        "\u2028{}",
        "\u0000",
        "{}\u0000",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"b\":2,\"a\":3}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"x\":{\"a\":1,\"a\":1}}",
        "[{\"\":1,\"\":2}]"
      })
  void whatIsNotJsonIsRefused(String text) {
    assertThat(JsonText.read(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\udc00\\ud800\"",
        "\"a\\ud800b\"",
        "{\"\\ud800\":1}",
        "{\"a\":[\"\\udfff\"]}",
        "\"\\ud83d\\ud83d\\ude00\""
      })
  void unpairedSurrogatesAreRefused(String text) {
    assertThat(JsonText.read(text)).isEmpty();
  }

  @Test
  void unpairedSurrogatesAreRefusedUnescapedToo() {
    char high = '\uD83D';
    char low = '\uDE00';
    assertThat(JsonText.read("\"" + high + "\"")).isEmpty();
    assertThat(JsonText.read("\"" + low + high + "\"")).isEmpty();
    assertThat(JsonText.read("{\"" + low + "\":1}")).isEmpty();
    assertThat(JsonText.read("\"" + high + low + "\"")).contains(Json.of("😀"));
  }

  @Test
  void escapesMeanWhatTheyStandFor() {
    assertThat(JsonText.read("\"\\ud83d\\ude00\\u00e9\\/\\\\\\\"\\b\\f\\n\\r\\t\\u0000\""))
        .contains(Json.of("😀é/\\\"\b\f\n\r\t\u0000"));
  }

  @Test
  void whiteSpaceAroundTokensIsTheFourOfTheStandard() {
    assertThat(JsonText.read(" \t\r\n{ \"a\"\t:\r1\n} "))
        .contains(Json.object().put("a", 1).build());
  }

  @Test
  void thirtyTwoLevelsAreReadAndThirtyThreeAreNot() {
    assertThat(JsonText.read(nested("[", "]", 32))).isPresent();
    assertThat(JsonText.read(nested("[", "]", 33))).isEmpty();
    assertThat(JsonText.read(nested("{\"a\":", "}", 32))).isPresent();
    assertThat(JsonText.read(nested("{\"a\":", "}", 33))).isEmpty();
    assertThat(JsonText.read("[".repeat(100_000))).isEmpty();
  }

  @Test
  void readObjectReadsObjectsOnly() {
    assertThat(JsonText.readObject("{}")).contains(Json.object().build());
    for (String other : List.of("[]", "1", "\"{}\"", "null", "true", "{", "")) {
      assertThat(JsonText.readObject(other)).as(other).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "[]",
        "{}",
        "\"\"",
        "-0",
        "0e999999999",
        "1.0",
        "1E+5",
        "100000000000000000000000000000000.000000000000000000000000000000000000000000000000",
        "{\"b\":1,\"a\":{\"z\":[1.0,1e0,1],\"\":null},\"__proto__\":false}",
        "[\"\u2028😀é\\n\\\"\\\\/\",\"\u007F\"]"
      })
  void whatIsReadIsWrittenAgainAsItWas(String text) {
    assertThat(JsonText.read(text).map(JsonText::write)).contains(text);
  }

  @Test
  void allCharactersSurvive() {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c += c < 0x3000 ? 1 : 97) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        all.appendCodePoint(c);
      }
    }
    Json value = Json.object().put(all.toString(), all.toString()).build();
    assertThat(JsonText.read(JsonText.write(value))).contains(value);
  }

  @Test
  void membersKeepTheirOrder() {
    JsonObject object = JsonText.readObject("{\"z\":1,\"a\":2,\"m\":3}").orElseThrow();
    assertThat(object.members().keySet()).containsExactly("z", "a", "m");
  }

  @Test
  void aNumberMayBeAsLongAsTheText() {
    String digits = "7".repeat(100_000);
    assertThat(JsonText.read(digits)).contains(new JsonNumber(digits));
  }

  @Test
  void manyNamesThatHashAlikeAreRead() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < 1 << 12; i++) {
      StringBuilder name = new StringBuilder();
      for (int bit = 0; bit < 12; bit++) {
        name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      text.append(i == 0 ? "" : ",").append('"').append(name).append("\":0");
    }
    assertThat(JsonText.readObject(text.append("}").toString()))
        .hasValueSatisfying(object -> assertThat(object.members()).hasSize(1 << 12));
  }

  @Test
  void aMemberThatIsNullIsAsIfAbsent() {
    JsonObject object = JsonText.readObject("{\"n\":null,\"s\":\"x\",\"o\":{}}").orElseThrow();
    assertThat(object.member("n")).isEmpty();
    assertThat(object.members()).containsEntry("n", new JsonNull());
    assertThat(object.text("s")).contains("x");
    assertThat(object.text("o")).isEmpty();
    assertThat(object.object("o")).isPresent();
    assertThat(object.object("s")).isEmpty();
    assertThat(object.text("absent")).isEmpty();
  }

  @Test
  void aValueIsNotChangedByWhoBuiltIt() {
    Json.ObjectBuilder builder = Json.object().put("a", 1);
    JsonObject before = builder.build();
    builder.put("b", new JsonArray(List.of(new JsonString("x"))));
    assertThat(before.members()).containsOnlyKeys("a");
  }

  private static String nested(String open, String close, int levels) {
    return open.repeat(levels - 1) + (open.equals("[") ? "[]" : "{}") + close.repeat(levels - 1);
  }
}
