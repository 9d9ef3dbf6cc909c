package dev.offhook.local.template;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.offhook.local.gateway.Authorization;
import dev.offhook.local.gateway.HttpApi;
import dev.offhook.local.gateway.Throttle;
import dev.offhook.local.gateway.WebSocketApi;
import dev.offhook.local.template.QueueResource.Redrive;
import dev.offhook.local.template.SecretResource.Source.Generated;
import dev.offhook.local.template.TableResource.KeyElement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the local stack makes of the template that is deployed. */
class RealTemplateTest {
  private static final Path FILE = Path.of("..", "template.yaml").toAbsolutePath().normalize();

  private final StackTemplate template = read(Map.of());

  private static StackTemplate read(Map<String, String> parameters) {
    return StackTemplate.read(FILE, parameters, new LocalEnvironment(8080));
  }

  @Test
  void thereAreSixFunctionsOfOneArtifact() {
    assertThat(template.functions())
        .extracting(FunctionResource::logicalId)
        .containsExactlyInAnyOrder(
            "AuthorizerFunction",
            "ConnectionFunction",
            "RotationFunction",
            "SignalFunction",
            "ApiFunction",
            "TimerFunction");
    assertThat(template.functions())
        .allSatisfy(
            function -> {
              assertThat(function.code()).isEqualTo(FILE.resolveSibling("functions"));
              assertThat(function.handler()).startsWith("dev.offhook.lambda.");
              assertThat(function.timeout())
                  .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(29));
            });
  }

  @Test
  void environmentVariablesNameTheTablesTheQueueAndTheSecret() {
    FunctionResource signal = function(template, "SignalFunction");
    assertThat(signal.environment())
        .containsEntry("SESSIONS_TABLE", "offhook-SessionsTable")
        .containsEntry("TIMERS_QUEUE_URL", "http://127.0.0.1:8080/000000000000/offhook-TimersQueue")
        .containsEntry("RING_SECONDS", "45");
    assertThat(function(template, "AuthorizerFunction").environment())
        .containsEntry(
            "SIGNING_SECRET_ARN",
            "arn:aws:secretsmanager:us-east-1:000000000000:secret:offhook-SigningSecret");
  }

  @Test
  void aParameterAskedForReachesTheFunctions() {
    assertThat(function(read(Map.of("RingSeconds", "7")), "SignalFunction").environment())
        .containsEntry("RING_SECONDS", "7");
  }

  @Test
  void messageRoutesReturnTheirAnswersAndConnectIsAuthorized() {
    WebSocketApi api = template.webSocketApi().orElseThrow();
    assertThat(api.stage()).isEqualTo("live");
    assertThat(api.routes())
        .containsKeys("$connect", "$disconnect", "$default", "webrtc:offer", "webrtc:call-timeout");
    assertThat(route(api, "webrtc:offer").function()).isEqualTo("SignalFunction");
    assertThat(route(api, "webrtc:offer").hasRouteResponse()).isTrue();
    assertThat(route(api, "$connect").hasRouteResponse()).isFalse();
    assertThat(api.authorization())
        .isEqualTo(
            new Authorization.Custom(
                "AuthorizerFunction", List.of("route.request.querystring.token")));
  }

  @Test
  void routesHaveTheStagesThrottleOrTheirOwn() {
    WebSocketApi api =
        read(Map.of("StageFramesPerSecond", "70", "ConnectsPerSecond", "9", "ConnectsBurst", "5"))
            .webSocketApi()
            .orElseThrow();
    assertThat(route(api, "$default").throttle().ratePerSecond()).isEqualTo(70);
    assertThat(route(api, "$connect").throttle()).isEqualTo(new Throttle(9, 5));
  }

  @Test
  void withoutActionRoutesEverythingGoesToTheDefaultRoute() {
    WebSocketApi api = read(Map.of("ActionRoutes", "disabled")).webSocketApi().orElseThrow();
    assertThat(api.routes().keySet())
        .containsExactlyInAnyOrder("$connect", "$disconnect", "$default");
  }

  @Test
  void everyValueOfTheSwitchesIsUnderstood() {
    read(Map.of("AccessLogs", "enabled"));
    read(Map.of("DomainName", "calls.example.com", "CertificateArn", "arn:aws:acm:x"));
    assertThat(read(Map.of("StageName", "other")).webSocketApi().orElseThrow().stage())
        .isEqualTo("other");
  }

  @Test
  void theHttpApiHasItsRoutesAndCors() {
    HttpApi api = template.httpApi().orElseThrow();
    assertThat(api.routes())
        .containsEntry("POST /sessions", "ApiFunction")
        .containsEntry("POST /sessions/refresh", "ApiFunction")
        .containsEntry("DELETE /sessions/me", "ApiFunction")
        .containsEntry("GET /ice-servers", "ApiFunction");
    assertThat(api.cors().allowHeaders()).contains("authorization", "content-type");
    assertThat(api.cors().exposeHeaders()).containsExactly("retry-after");
  }

  @Test
  void thePagesOfTheLocalStackMayUseIt() {
    assertThat(origins(template))
        .containsExactly("http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080");
    StackTemplate onPort80 = StackTemplate.read(FILE, Map.of(), new LocalEnvironment(80));
    assertThat(origins(onPort80)).startsWith("http://localhost");
  }

  @Test
  void originsThatAreNamedReplaceTheLocalOnesForBothApis() {
    String named = "https://app.example.com,http://localhost:5173";
    StackTemplate read = read(Map.of("AllowedOrigins", named));
    assertThat(origins(read)).containsExactly("https://app.example.com", "http://localhost:5173");
    for (String function : List.of("AuthorizerFunction", "ApiFunction")) {
      assertThat(function(read, function).environment()).containsEntry("ALLOWED_ORIGINS", named);
    }
    assertThat(origins(read(Map.of("AllowedOrigins", "*")))).containsExactly("*");
  }

  @Test
  void withoutOriginsThereIsNoCors() {
    assertThat(read(Map.of("AllowedOrigins", "")).httpApi().orElseThrow().cors())
        .isEqualTo(HttpApi.Cors.OFF);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app.example.com",
        "https://app.example.com/",
        "https://*.example.com",
        "*,https://app.example.com",
        "https://App.example.com",
        "https://a.example, https://b.example",
        "https://a.example,",
        "null",
        "file://"
      })
  void whatIsNoOriginAsBrowsersWriteItIsRefused(String origins) {
    assertThatThrownBy(() -> read(Map.of("AllowedOrigins", origins)))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("AllowedOrigins");
  }

  private static List<String> origins(StackTemplate template) {
    return template.httpApi().orElseThrow().cors().allowOrigins();
  }

  @Test
  void tablesHaveTheirKeysAndForgetExpiredItems() {
    assertThat(template.tables())
        .extracting(TableResource::logicalId, TableResource::timeToLive)
        .containsExactlyInAnyOrder(
            tuple("SessionsTable", Optional.of("forgottenAt")),
            tuple("CallsTable", Optional.of("expiresAt")),
            tuple("RoomsTable", Optional.of("expiresAt")),
            tuple("MailboxTable", Optional.of("forgottenAt")),
            tuple("TicketsTable", Optional.of("forgottenAt")),
            tuple("LimitsTable", Optional.of("forgottenAt")));
    assertThat(template.rotations())
        .singleElement()
        .satisfies(
            rotation -> {
              assertThat(rotation.function()).isEqualTo("RotationFunction");
              assertThat(rotation.secretArn()).endsWith(":secret:offhook-SigningSecret");
            });
    assertThat(template.tables())
        .filteredOn(table -> table.logicalId().equals("MailboxTable"))
        .singleElement()
        .satisfies(
            table ->
                assertThat(table.key())
                    .containsExactly(
                        new KeyElement("sessionId", "HASH"), new KeyElement("place", "RANGE")));
    assertThat(template.tables())
        .filteredOn(table -> table.logicalId().equals("RoomsTable"))
        .singleElement()
        .satisfies(table -> assertThat(table.key()).containsExactly(new KeyElement("room", "HASH")))
        .satisfies(
            table -> assertThat(table.attributeTypes()).containsExactly(Map.entry("room", "S")));
  }

  @Test
  void timersReachTheirFunctionAndFailedOnesTheDeadLetterQueue() {
    QueueResource timers =
        template.queues().stream()
            .filter(queue -> queue.logicalId().equals("TimersQueue"))
            .findAny()
            .orElseThrow();
    assertThat(timers.redrive())
        .map(Redrive::deadLetterQueue)
        .isEqualTo(Optional.of("offhook-TimersDeadLetterQueue"));
    QueueMapping mapping = template.queueMappings().getFirst();
    assertThat(mapping.function()).isEqualTo("TimerFunction");
    assertThat(mapping.queueName()).isEqualTo("offhook-TimersQueue");
    assertThat(mapping.reportsFailures()).isTrue();
    assertThat(timers.visibilityTimeoutSeconds())
        .isGreaterThanOrEqualTo(
            6 * (int) function(template, "TimerFunction").timeout().toSeconds());
  }

  @Test
  void theSigningKeyIs64RandomAlphanumerics() {
    SecretResource secret = template.secrets().getFirst();
    assertThat(secret.source())
        .isInstanceOfSatisfying(
            Generated.class,
            generated -> {
              assertThat(generated.length()).isEqualTo(64);
              assertThat(generated.alphabet()).hasSize(62).matches("[A-Za-z0-9]+");
              assertThat(generated.template()).map(Generated.Template::key).contains("key");
            });
  }

  private static WebSocketApi.Route route(WebSocketApi api, String key) {
    return requireNonNull(api.routes().get(key));
  }

  private static FunctionResource function(StackTemplate template, String logicalId) {
    return template.functions().stream()
        .filter(function -> function.logicalId().equals(logicalId))
        .findAny()
        .orElseThrow();
  }
}
