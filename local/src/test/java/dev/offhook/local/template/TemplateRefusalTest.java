package dev.offhook.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the local stack says about templates that it can't use: one line with file and line. */
class TemplateRefusalTest {
  @TempDir Path directory;

  private void assertRefused(String template, String message) throws IOException {
    assertThatThrownBy(() -> read(template, Map.of()))
        .isInstanceOf(TemplateException.class)
        .hasMessage(message);
  }

  private StackTemplate read(String template, Map<String, String> parameters) throws IOException {
    Path file = directory.resolve("template.yaml");
    Files.writeString(file, template);
    return StackTemplate.read(file, parameters, new LocalEnvironment(8080));
  }

  private static final String QUEUE = "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n";

  @Test
  void anUnknownResourceTypeIsRefusedByNameWithItsLine() throws IOException {
    assertRefused(
        QUEUE + "  Bucket:\n    Type: AWS::S3::Bucket\n",
        "template.yaml:5: resource type AWS::S3::Bucket is not supported by the local stack");
  }

  @ParameterizedTest
  @CsvSource({"!Cidr [a],!Cidr", "'{Fn::Cidr: [a]}',Fn::Cidr", "!ImportValue x,!ImportValue"})
  void anUnknownFunctionIsRefusedByNameWithItsLine(String call, String name) throws IOException {
    assertRefused(
        QUEUE + "    Properties:\n      QueueName: " + call + "\n",
        "template.yaml:5: intrinsic function " + name + " is not supported by the local stack");
  }

  @Test
  void anUnknownFunctionIsRefusedInWhatHasNoEffectToo() throws IOException {
    assertRefused(
        QUEUE
            + "  Logs:\n"
            + "    Type: AWS::Logs::LogGroup\n"
            + "    Properties:\n"
            + "      X:\n"
            + "        - !GetAZs ''\n",
        "template.yaml:8: intrinsic function !GetAZs is not supported by the local stack");
  }

  @Test
  void anUnknownPropertyIsRefusedByNameWithItsLine() throws IOException {
    assertRefused(
        QUEUE + "    Properties:\n      FifoQueue: true\n",
        "template.yaml:5: property FifoQueue of Q is not supported by the local stack");
  }

  @Test
  void anUnknownSectionIsRefused() throws IOException {
    assertRefused(
        QUEUE + "Rules:\n  A: {}\n",
        "template.yaml:4: property Rules of the template is not supported by the local stack");
  }

  @ParameterizedTest
  @CsvSource({
    "!Ref Nowhere,Nowhere",
    "!GetAtt Nowhere.Arn,Nowhere",
    "'!Sub a-${Nowhere}',Nowhere",
    "'!Sub a-${Nowhere.Arn}',Nowhere.Arn",
  })
  void aReferenceToNothingIsRefused(String reference, String ignored) throws IOException {
    assertRefused(
        QUEUE + "Outputs:\n  O:\n    Value: " + reference + "\n",
        "template.yaml:6: there is no parameter or resource Nowhere");
  }

  @Test
  void aConditionThatIsNotThereIsRefused() throws IOException {
    assertRefused(
        QUEUE + "    Properties:\n      DelaySeconds: !If [Sunday, 1, 2]\n",
        "template.yaml:5: there is no condition Sunday");
  }

  @Test
  void aReferenceToAResourceThatDoesNotExistWithTheseParametersIsRefused() throws IOException {
    String template =
        """
        Conditions:
          Never: !Equals [a, b]
        Resources:
          Q:
            Type: AWS::SQS::Queue
            Condition: Never
          R:
            Type: AWS::SQS::Queue
            Properties:
              QueueName: !GetAtt Q.QueueName
        """;
    assertRefused(template, "template.yaml:10: resource Q does not exist with these parameters");
  }

  @Test
  void namesAndConditionsThatDependOnThemselvesAreRefused() throws IOException {
    assertRefused(
        QUEUE + "    Properties:\n      QueueName: !GetAtt Q.QueueName\n",
        "template.yaml:2: the name of Q depends on itself");
    assertRefused(
        QUEUE
            + "    Condition: A\nConditions:\n  A: !Not [!Condition B]\n  B: !Not [!Condition A]\n",
        "template.yaml:6: condition A depends on itself");
  }

  @Test
  void aSyntaxErrorIsOneLine() throws IOException {
    assertRefused(
        "Resources:\n  Q: [a\n",
        "template.yaml:3: not valid YAML: expected ',' or ']', but got <stream end>");
  }

  @ParameterizedTest
  @CsvSource({
    "'',1: the template is empty",
    "'- a',1: the template must be a mapping",
    "'Resources: {}',1: the template has no resources",
    "'Resources: 5',1: section Resources must be a mapping",
    "'Resources: &a {}',1: YAML anchors are not supported",
    "'A: *a',1: YAML aliases are not supported",
    "'{A: 1, A: 2}',1: the key A is there twice",
    "'? [a]',1: a key must be a single value",
    "'Transform: Other',1: Transform of the template must be",
    "'AWSTemplateFormatVersion: 2011-01-01',1: AWSTemplateFormatVersion of the template must be",
    "'Resources: {Q: {Type: AWS::SQS::Queue, Connectors: {}}}',1: property Connectors",
    "'Resources: {Q: {}}',1: Q has no Type",
    "'Resources: {Q-1: {}}',1: a logical id is alphanumeric",
  })
  void whatIsNoTemplateIsRefused(String template, String message) {
    assertThatThrownBy(() -> read(template, Map.of()))
        .isInstanceOf(TemplateException.class)
        .message()
        .startsWith("template.yaml:" + message)
        .doesNotContain("\n");
  }

  @Test
  void whatWouldBreakTheLineOrMoveTheCursorIsNotRepeated() throws IOException {
    assertRefused(
        "\"Ru\\nles\\e[2J\\u2028\": {}\nResources: {Q: {Type: AWS::SQS::Queue}}\n",
        "template.yaml:1: property Ru?les?[2J? of the template is not supported by the local"
            + " stack");
  }

  @Test
  void deepNestingIsRefusedAndNotFollowed() {
    String deep = "[".repeat(20_000) + "]".repeat(20_000);
    assertThatThrownBy(() -> read("Resources: " + deep, Map.of()))
        .hasMessage("template.yaml:1: nested deeper than 100 levels");
  }

  @Test
  void aFileThatIsMissingOrNotTextIsRefused() throws IOException {
    Path missing = directory.resolve("missing.yaml");
    assertThatThrownBy(() -> StackTemplate.read(missing, Map.of(), new LocalEnvironment(1)))
        .hasMessage(missing + ": there is no such file");
    Path binary = Files.write(directory.resolve("binary.yaml"), new byte[] {(byte) 0xc3, 0x28});
    assertThatThrownBy(() -> StackTemplate.read(binary, Map.of(), new LocalEnvironment(1)))
        .hasMessage("binary.yaml: the file is not UTF-8");
    assertThatThrownBy(() -> StackTemplate.read(directory, Map.of(), new LocalEnvironment(1)))
        .hasMessage(directory + ": the file can't be read");
  }

  /** Lines are lost, doubled, swapped, cut or hit by a stray character: whatever may happen. */
  @Test
  void noBrokenTemplateGivesAnythingButOneClearLine() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("..", "template.yaml"));
    Random random = new Random(20_251);
    for (int round = 0; round < 400; round++) {
      List<String> broken = new ArrayList<>(lines);
      for (int hit = 0; hit <= random.nextInt(3); hit++) {
        breakSomething(broken, random);
      }
      try {
        read(String.join("\n", broken), Map.of());
      } catch (TemplateException e) {
        assertThat(e).hasMessageMatching("template\\.yaml:[0-9]+: [^\\n]{3,}");
      }
    }
  }

  private static void breakSomething(List<String> lines, Random random) {
    int at = random.nextInt(lines.size());
    String line = lines.get(at);
    int column = random.nextInt(line.length() + 1);
    String strays = "{}[]:,&*!|>'\"%@`#?- \t\u0000\ufffe$<";
    switch (random.nextInt(6)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, line);
      case 2 -> lines.set(at, line.substring(0, column));
      case 3 -> lines.set(at, line.substring(column));
      case 4 -> lines.set(at, lines.get(random.nextInt(lines.size())));
      default -> {
        char stray = strays.charAt(random.nextInt(strays.length()));
        lines.set(at, line.substring(0, column) + stray + line.substring(column));
      }
    }
  }
}
