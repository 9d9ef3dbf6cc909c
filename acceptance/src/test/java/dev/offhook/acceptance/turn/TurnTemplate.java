package dev.offhook.acceptance.turn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The script in {@code infra/turn.yaml} that configures coturn before each of its starts, as
 * CloudFormation would fill it in.
 */
final class TurnTemplate {

  private static final Path FILE = Path.of("..", "infra", "turn.yaml");
  private static final Pattern SCRIPT =
      Pattern.compile(
          "(?ms)^ *cat >/usr/local/sbin/turn-configuration <<'SCRIPT'\n(.*?)^ *SCRIPT\n");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

  private final String text;

  private TurnTemplate(String text) {
    this.text = text;
  }

  static TurnTemplate read() {
    try {
      return new TurnTemplate(Files.readString(FILE));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * The script.
   *
   * @param values of parameters and resources; parameters that it doesn't name have their defaults
   */
  String script(Map<String, String> values) {
    Matcher script = SCRIPT.matcher(text);
    if (!script.find()) {
      throw new AssertionError(FILE + " has no script that configures coturn");
    }
    return VARIABLE
        .matcher(script.group(1).stripTrailing().stripIndent())
        .replaceAll(variable -> Matcher.quoteReplacement(value(variable.group(1), values)));
  }

  private String value(String name, Map<String, String> values) {
    return Optional.ofNullable(values.get(name))
        .or(() -> defaultOf(name))
        .orElseThrow(() -> new AssertionError("a value is missing for " + name));
  }

  private Optional<String> defaultOf(String parameter) {
    return Pattern.compile("(?m)^  " + parameter + ":\n(?:    .*\n)*?    Default: (.*)$")
        .matcher(text)
        .results()
        .findFirst()
        .map(found -> found.group(1).replace("\"", ""));
  }
}
