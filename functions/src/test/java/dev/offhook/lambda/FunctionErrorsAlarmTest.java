package dev.offhook.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offhook.signaling.TestService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The alarm for functions that fail, as the template has it. */
class FunctionErrorsAlarmTest {

  private static final String AUTHORIZER_FAULTS = "!Sub \"${AWS::StackName}-authorizer-faults\"";

  private final String template = Files.readString(Path.of("..", "template.yaml"));
  private final TestContext context = new TestContext();

  FunctionErrorsAlarmTest() throws IOException {}

  @Test
  void errorsOfEveryFunctionCountButTheAuthorizersWhichThrowsToRefuse() {
    List<String> functions =
        Pattern.compile("(?m)^  (\\w+Function):$")
            .matcher(template)
            .results()
            .map((MatchResult function) -> function.group(1))
            .toList();
    assertThat(functions).contains("AuthorizerFunction", "SignalFunction");
    assertThat(functions)
        .allSatisfy(
            function ->
                assertThat(resource("FunctionErrorsAlarm").contains("!Ref " + function))
                    .as(function)
                    .isEqualTo(!function.equals("AuthorizerFunction")));
  }

  @Test
  void faultsThatTheAuthorizerLogsCount() {
    context.log().fault("function", "Authorizer", new IllegalStateException());
    assertThat(context.logged).singleElement().asString().contains("\"event\":\"fault\"");
    assertThat(resource("AuthorizerFaults"))
        .contains("LogGroupName: !Ref AuthorizerLogs")
        .contains("($.event = \"fault\")")
        .contains("MetricName: " + AUTHORIZER_FAULTS);
    assertThat(resource("FunctionErrorsAlarm"))
        .contains("{ Namespace: Offhook, MetricName: " + AUTHORIZER_FAULTS + " }");
  }

  @Test
  void aTokenThatIsRefusedIsNoFault() {
    AuthorizerHandler authorizer =
        new AuthorizerHandler(TestService.ORIGINS, new TestService().authorizer());
    assertThatThrownBy(
            () -> SampleEvents.invoke(authorizer, SampleEvents.text("authorizer-connect"), context))
        .hasMessage("Unauthorized");
    assertThat(context.logged).isEmpty();
  }

  /** The lines of a resource, up to the next one. */
  private String resource(String logicalId) {
    Matcher resource =
        Pattern.compile("(?ms)^  " + logicalId + ":\n.*?(?=^  \\S|\\z)").matcher(template);
    assertThat(resource.find()).as(logicalId).isTrue();
    return resource.group();
  }
}
