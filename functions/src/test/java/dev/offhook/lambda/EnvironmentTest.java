package dev.offhook.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offhook.signaling.Allowances;
import dev.offhook.signaling.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {

  private static final Path REPOSITORY = Path.of("..");

  /** The values that protocol.md calls the defaults. */
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("TOKEN_SECONDS", "3600"),
          Map.entry("SESSION_SECONDS", "86400"),
          Map.entry("TICKET_SECONDS", "30"),
          Map.entry("SIGNING_KEYS_SECONDS", "300"),
          Map.entry("RING_SECONDS", "45"),
          Map.entry("RESUME_SECONDS", "30"),
          Map.entry("FRAMES_PER_SECOND", "30"),
          Map.entry("FRAMES_BURST", "60"),
          Map.entry("ROOM_SIZE", "2"),
          Map.entry("HEARTBEAT_SECONDS", "300"),
          Map.entry("RECONNECT_BEFORE_SECONDS", "6600"),
          Map.entry("CALL_CHECK_SECONDS", "900"),
          Map.entry("CALL_RECORD_DAYS", "30"),
          Map.entry("STUN_URLS", ""),
          Map.entry("TURN_URLS", ""),
          Map.entry("TURN_CREDENTIAL_SECONDS", "7200"),
          Map.entry("ALLOWED_ORIGINS", ""),
          Map.entry("ADDRESS_SESSIONS_PER_MINUTE", "30"),
          Map.entry("ADDRESS_TICKETS_PER_MINUTE", "120"),
          Map.entry("ADDRESS_FAILED_CONNECTS_PER_MINUTE", "60"),
          Map.entry("ROOM_JOINS_PER_MINUTE", "60"));

  @Test
  void theSettingsAreReadWithTheirUnits() {
    Settings settings = new Environment(DEFAULTS).settings();

    assertThat(settings.limits().ring()).isEqualTo(Duration.ofSeconds(45));
    assertThat(settings.resumeWindow()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.sessionLifetime()).isEqualTo(Duration.ofHours(24));
    assertThat(settings.ticketLifetime()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.reconnectBefore()).isEqualTo(Duration.ofMinutes(110));
    assertThat(settings.allowances()).isEqualTo(Allowances.perMinute(30, 120, 60, 60));
    assertThat(settings.callCheck()).isEqualTo(Duration.ofMinutes(15));
    assertThat(new Environment(DEFAULTS).signingKeysKept()).isEqualTo(Duration.ofMinutes(5));
    assertThat(new Environment(DEFAULTS).callRecordKept()).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void urlsAreSeparatedByCommas() {
    Map<String, String> variables = new HashMap<>(DEFAULTS);
    variables.put("STUN_URLS", "stun:a.example.org:3478, stun:b.example.org:3478,");
    variables.put("TURN_URLS", "turn:c.example.org,turns:c.example.org");
    Environment environment = new Environment(variables);

    assertThat(environment.stunUrls())
        .containsExactly("stun:a.example.org:3478", "stun:b.example.org:3478");
    assertThat(environment.turnUrls()).containsExactly("turn:c.example.org", "turns:c.example.org");
    assertThat(environment.turnCredentialLifetime()).isEqualTo(Duration.ofHours(2));
    assertThat(new Environment(DEFAULTS).stunUrls()).isEmpty();
    assertThat(new Environment(DEFAULTS).turnUrls()).isEmpty();
  }

  @Test
  void originsAreSeparatedByCommasAndNoneLetsNoPageIn() {
    Map<String, String> variables = new HashMap<>(DEFAULTS);
    variables.put("ALLOWED_ORIGINS", "https://a.example,https://b.example:8443");

    assertThat(new Environment(variables).allowedOrigins().origins())
        .containsExactlyInAnyOrder("https://a.example", "https://b.example:8443");
    assertThat(new Environment(DEFAULTS).allowedOrigins().origins()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon"})
  void aVariableThatIsNoNumberIsNamedInTheFault(String value) {
    Map<String, String> variables = new HashMap<>(DEFAULTS);
    variables.put("RING_SECONDS", value);

    assertThatThrownBy(() -> new Environment(variables).settings())
        .hasMessageContaining("RING_SECONDS");
  }

  @Test
  void everySettingIsAParameterOfTheTemplateWithThatDefault() throws IOException {
    String template = Files.readString(REPOSITORY.resolve("template.yaml"));

    DEFAULTS.forEach(
        (variable, value) -> {
          String parameter = parameter(variable);
          assertThat(template).contains(variable + ": !Ref " + parameter);
          assertThat(defaultOf(parameter, template)).as(parameter).isEqualTo(value);
        });
  }

  @Test
  void everyParameterOfTheTemplateIsInTheTableOfTheDocuments() throws IOException {
    String template = Files.readString(REPOSITORY.resolve("template.yaml"));
    String documents = Files.readString(REPOSITORY.resolve("docs/operations.md"));
    Set<String> documented = new HashSet<>();
    Pattern.compile("(?m)^\\| `([A-Z]\\w+)` \\| (?:`|\\()")
        .matcher(documents)
        .results()
        .forEach(row -> documented.add(row.group(1)));

    assertThat(documented).isEqualTo(parameters(template));
  }

  private static Set<String> parameters(String template) {
    String section =
        template.substring(
            template.indexOf("\nParameters:\n"), template.indexOf("\nConditions:\n"));
    return Pattern.compile("(?m)^  ([A-Z]\\w+):")
        .matcher(section)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  private static String defaultOf(String parameter, String template) {
    return Pattern.compile("(?ms)^  " + parameter + ":\n.*?^    Default: (\\S+)")
        .matcher(template)
        .results()
        .findFirst()
        .map(found -> found.group(1).replace("\"", ""))
        .orElse("none");
  }

  /** {@code RING_SECONDS} as CloudFormation would name it: {@code RingSeconds}. */
  private static String parameter(String variable) {
    return Pattern.compile("([A-Z])([A-Z]*)_?")
        .matcher(variable)
        .replaceAll((MatchResult word) -> word.group(1) + word.group(2).toLowerCase(Locale.ROOT));
  }
}
