package dev.offhook.local.template;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParametersTest {
  private static Map<String, Node> values(String declaration, Map<String, String> asked) {
    return Parameters.values(YamlReader.read("P: " + declaration), asked, "template.yaml");
  }

  private static Node value(String declaration, String asked) {
    return requireNonNull(values(declaration, Map.of("P", asked)).get("P"));
  }

  @Test
  void theDefaultStandsWhereNothingIsAskedFor() {
    assertThat(values("{Type: Number, Default: 5}", Map.of()))
        .hasEntrySatisfying("P", node -> assertThat(node.asText("P")).isEqualTo("5"));
    assertThat(values("{Type: String, Default: \"\"}", Map.of()))
        .hasEntrySatisfying("P", node -> assertThat(node.asText("P")).isEmpty());
    assertThat(value("{Type: Number, Default: 5}", "6").asText("P")).isEqualTo("6");
  }

  @Test
  void aListIsSplitAtItsCommas() {
    assertThat(value("{Type: CommaDelimitedList}", "a, b").asItems("P")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{Type: Number} | x | must be a number, not \"x\"",
        "{Type: Number} | 1e999999999 | must be a number, not \"1e999999999\"",
        "{Type: Number, MinValue: 1} | 0 | must be at least 1, not \"0\"",
        "{Type: Number, MaxValue: 9} | 9.5 | must be at most 9, not \"9.5\"",
        "{Type: String, MinLength: 2} | a | must have a length of at least 2, not \"a\"",
        "{Type: String, MaxLength: 2} | abc | must have a length of at most 2, not \"abc\"",
        "{Type: String, AllowedValues: [a, b]} | c | must be one of a, b, not \"c\"",
        "{Type: String, AllowedPattern: '[a-z]+'} | A | must match [a-z]+, not \"A\"",
        "{Type: String, NoEcho: true, AllowedPattern: '[a-z]+'} | A | must match [a-z]+",
        "{Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: be kind} | A | be kind,"
            + " not \"A\"",
        "{Type: List<Number>} | 1,b | must be a number, not \"b\"",
      })
  void aValueThatBreaksAConstraintIsRefused(String declaration, String value, String message) {
    assertThatThrownBy(() -> value(declaration, value))
        .isInstanceOf(TemplateException.class)
        .hasMessage("line 1: parameter P " + message);
  }

  @Test
  void aDefaultIsCheckedToo() {
    assertThatThrownBy(() -> values("{Type: Number, Default: x}", Map.of()))
        .hasMessage("line 1: parameter P must be a number, not \"x\"");
  }

  @Test
  void aParameterWithoutDefaultNeedsAValue() {
    assertThatThrownBy(() -> values("{Type: String}", Map.of()))
        .hasMessage("line 1: parameter P has no default: give it a value");
  }

  @Test
  void aParameterThatIsNotDeclaredIsRefused() {
    assertThatThrownBy(() -> values("{Type: String}", Map.of("Q", "1")))
        .hasMessage("template.yaml: there is no parameter Q");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{Default: a} | Type of parameter P is missing",
        "{Type: AWS::SSM::Parameter::Value<String>} | parameter type"
            + " AWS::SSM::Parameter::Value<String> is not supported by the local stack",
        "{Type: Number, MinValue: x} | MinValue of parameter P must be a number",
        "{Type: String, MaxLength: 1e9} | MaxLength of parameter P must be a number",
        "{Type: String, AllowedPattern: '['} | AllowedPattern of parameter P is not a regular"
            + " expression",
        "{Type: String, Secret: true} | property Secret of parameter P is not supported by the"
            + " local stack",
        "5 | parameter P must be a mapping, not a single value",
      })
  void aDeclarationThatIsNotUnderstoodIsRefused(String declaration, String message) {
    assertThatThrownBy(() -> value(declaration, "a"))
        .isInstanceOf(TemplateException.class)
        .hasMessage("line 1: " + message);
  }
}
