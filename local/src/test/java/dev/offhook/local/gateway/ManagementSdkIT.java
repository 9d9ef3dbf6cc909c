package dev.offhook.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.local.gateway.TestGateway.Opened;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The AWS SDK for Java, in the version that the functions carry and in a process of its own, with
 * the management API.
 */
class ManagementSdkIT {
  private static final Path LIBRARIES = Path.of("..", "functions", "target", "lib");
  private static final Path PROBE =
      Path.of("src", "test", "resources", "gateway", "ManagementProbe.java");

  @Test
  void theAwsSdkForJavaTalksToItUnchangedAndKnowsEveryError() throws Exception {
    GatewayLimits none = GatewayLimits.AWS.withAccount(new Throttle(0, 0));
    try (TestGateway gateway = new TestGateway();
        TestGateway throttled = new TestGateway(config -> config.withLimits(none))) {
      Opened opened = gateway.opened();

      String output = probe(endpoint(gateway), endpoint(throttled), opened.id());

      assertThat(output.lines())
          .containsExactly(
              "get: 127.0.0.1 true",
              "post: 200",
              "too large: 413 PayloadTooLargeException",
              "unsigned: 403 ForbiddenException",
              "throttled: 429 LimitExceededException",
              "malformed: 400 ApiGatewayManagementApiException",
              "delete: 204",
              "gone: 410 GoneException");
      assertThat(opened.socket().text()).isEqualTo("hello");
      assertThat(opened.socket().closed().code()).isEqualTo(1000);
    }
  }

  private static String endpoint(TestGateway gateway) {
    return "http://127.0.0.1:" + gateway.port() + "/live";
  }

  private static String probe(String... arguments) throws IOException, InterruptedException {
    assertThat(LIBRARIES).as("mvn verify puts the functions' libraries there").isDirectory();
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            LIBRARIES + "/*",
            PROBE.toString());
    builder.command().addAll(List.of(arguments));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output;
  }
}
