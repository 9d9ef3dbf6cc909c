package dev.offhook.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluatorTest {
  private static final String TEMPLATE =
      """
      Conditions:
        Yes: !Equals [!Ref Name, offhook]
        No: !Not [!Condition Yes]
        Both: !And [{Condition: Yes}, !Condition No]
        Either: !Or [!Condition No, Fn::Equals: [1, "1"]]
      Mappings:
        Sizes: {small: {memory: 128}, large: {memory: 1024}}
      """;

  private static String evaluate(String expression) {
    Node.Mapping template = YamlReader.read(TEMPLATE + "Value: " + expression + "\n");
    Map<String, Node> parameters =
        Map.of(
            "Name", YamlReader.read("A: offhook").get("A").orElseThrow(),
            "List", YamlReader.read("A: [x, y, z]").get("A").orElseThrow(),
            "AWS::Region", YamlReader.read("A: us-east-1").get("A").orElseThrow());
    Evaluator.ResourceReferences resources =
        new Evaluator.ResourceReferences() {
          @Override
          public String reference(String logicalId, int line) {
            return "ref(" + logicalId + ")";
          }

          @Override
          public String attribute(String logicalId, String attribute, int line) {
            return "att(" + logicalId + "," + attribute + ")";
          }
        };
    Evaluator evaluator =
        new Evaluator(
            parameters,
            template.get("Mappings").orElseThrow().asMapping("Mappings"),
            template.get("Conditions").orElseThrow().asMapping("Conditions"),
            resources);
    return show(evaluator.evaluate(template.get("Value").orElseThrow()));
  }

  private static String show(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> scalar.text();
      case Node.Sequence sequence ->
          sequence.items().stream().map(EvaluatorTest::show).toList() + "";
      case Node.Mapping mapping ->
          mapping.entries().values().stream()
              .map(entry -> entry.key() + "=" + show(entry.value()))
              .toList()
              .toString();
      case Node.NoValue _, Node.Call _ -> node.kind();
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "!Ref Name | offhook",
        "{Ref: Name} | offhook",
        "!Ref Table | ref(Table)",
        "!Ref Handler.Alias | ref(Handler.Alias)",
        "!Ref List | [x, y, z]",
        "!GetAtt Table.Arn | att(Table,Arn)",
        "!GetAtt Nested.Outputs.Url | att(Nested,Outputs.Url)",
        "{Fn::GetAtt: [Table, Arn]} | att(Table,Arn)",
        "!Sub ${Name}-${Table}-${Table.Arn}-${!Kept}-$plain |"
            + " offhook-ref(Table)-att(Table,Arn)-${Kept}-$plain",
        "!Sub ['${A}/${Name}', {A: !Ref AWS::Region}] | us-east-1/offhook",
        "{Fn::Sub: '${AWS::Region}'} | us-east-1",
        "!Join ['-', [a, !Ref Name, 3]] | a-offhook-3",
        "!Join [',', !Ref List] | x,y,z",
        "!Join ['', [a, !Ref AWS::NoValue, b]] | ab",
        "!Select [1, !Ref List] | y",
        "!Select ['0', !Split ['/', a/b]] | a",
        "!Split [',', 'a,b,'] | [a, b, ]",
        "!FindInMap [Sizes, large, memory] | 1024",
        "!Base64 abc | YWJj",
        "!If [Yes, a, b] | a",
        "!If [No, a, !If [Either, b, c]] | b",
        "!If [Both, a, b] | b",
        "[1, !If [No, 2, !Ref AWS::NoValue], 3] | [1, 3]",
        "{a: !Ref AWS::NoValue, b: 1} | [b=1]",
        "yes | true",
        "!Sub 'yes' | yes",
      })
  void functionsEvaluateAsInCloudFormation(String expression, String expected) {
    assertThat(evaluate(expression)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "!Select [3, !Ref List] | !Select of item 3 in a list of 3",
        "!Select [-1, !Ref List] | !Select of item -1 in a list of 3",
        "!Join [a] | !Join takes 2 arguments",
        "!Join ['-', Name] | the second argument of !Join must be a list, not a single value",
        "!Sub {a: b} | the argument of !Sub must be a single value, not a mapping",
        "!Sub ${List} | !Sub of List, which is a list",
        "!FindInMap [Sizes, medium, memory] | !FindInMap: no medium",
        "!Equals [a, b] | !Equals belongs into the section Conditions",
        "!GetAtt Table | !GetAtt needs Resource.Attribute",
        "!Split ['', a] | the delimiter of !Split is empty",
        "!If [Maybe, a, b] | there is no condition Maybe",
        "{Fn::If: [Yes, a, b], Other: 1} | Fn::If must stand alone",
      })
  void aWrongCallIsRefusedWithItsLine(String expression, String message) {
    assertThatThrownBy(() -> evaluate(expression))
        .isInstanceOf(TemplateException.class)
        .hasMessage("line 8: " + message);
  }

  @Test
  void theBranchThatIsNotTakenIsNotEvaluated() {
    assertThat(evaluate("!If [Yes, a, !Select [9, !Ref List]]")).isEqualTo("a");
  }
}
