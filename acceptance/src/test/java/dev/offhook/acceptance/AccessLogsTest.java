package dev.offhook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What API Gateway and CloudWatch write down, as the template tells them to. */
class AccessLogsTest {

  private static final Set<String> HARMLESS =
      Set.of(
          "requestTime",
          "requestId",
          "connectionId",
          "eventType",
          "routeKey",
          "status",
          "authorizer.status",
          "authorizer.latency",
          "responseLatency",
          "integrationStatus",
          "integrationLatency",
          "error.responseType");

  private final String template = Files.readString(Path.of("..", "template.yaml"));

  AccessLogsTest() throws IOException {}

  @Test
  void accessLogsHaveTimesIdsRoutesAndStatusAndNothingElse() {
    assertThat(template).containsPattern("Format: >-\\s+\\{\"requestTime\"");
    assertThat(all("\\$context\\.([\\w.]+)")).isNotEmpty().isSubsetOf(HARMLESS);
  }

  @Test
  void theGatewayLogsNoFrames() {
    assertThat(all("DataTraceEnabled: (\\S+)")).containsOnly("false");
    assertThat(all("LoggingLevel: \"(\\w+)\"")).containsOnly("OFF");
  }

  @Test
  void metricsAreMadeOfWordsOfOurOwnAndHaveNoDimensionsFromLogs() {
    assertThat(all("FilterPattern: (.*)")).hasSize(2).contains("'\"connection-gone\"'");
    assertThat(all("(MetricTransformations:(?:\\n +.*)+?)\\n\\n"))
        .hasSize(2)
        .allSatisfy(metric -> assertThat(metric).doesNotContain("Dimensions", "$."));
  }

  private List<String> all(String pattern) {
    return Pattern.compile(pattern)
        .matcher(template)
        .results()
        .map((MatchResult match) -> match.group(1))
        .distinct()
        .collect(Collectors.toList());
  }
}
