package dev.offhook.local;

import dev.offhook.local.StackOptions.LambdaMode;
import dev.offhook.local.faults.Faults;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** What {@code ./offhook} was asked for. */
final class CommandLine {

  /** The words of the command are off; the message is one line. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  private static final int DEFAULT_PORT = 8080;
  private static final int MAX_PORT = 65_535;

  private CommandLine() {}

  /**
   * Reads the options; {@code --name value} and {@code --name=value} mean the same.
   *
   * @param defaults what holds where nothing is asked for
   */
  static StackOptions read(List<String> words, StackOptions defaults) throws UsageException {
    StackOptions options = defaults.withPort(DEFAULT_PORT);
    Deque<String> rest = new ArrayDeque<>(words);
    while (!rest.isEmpty()) {
      String word = rest.removeFirst();
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (equals >= 0) {
        rest.addFirst(word.substring(equals + 1));
      }
      options = apply(name, rest, options);
    }
    boolean hasSeed = words.stream().anyMatch(word -> word.matches("--seed(=.*)?"));
    if (hasSeed && options.faults().isEmpty()) {
      throw new UsageException("--seed is that of faults: it needs --faults");
    }
    return options;
  }

  /** The port that {@code rotate-key} was given; it takes no other option. */
  static int port(List<String> words) throws UsageException {
    for (String word : words) {
      if (word.startsWith("-") && !word.matches("--port(=.*)?")) {
        throw new UsageException("unknown option " + word);
      }
    }
    return read(words, StackOptions.of(Path.of("template.yaml"))).port();
  }

  private static StackOptions apply(String name, Deque<String> rest, StackOptions options)
      throws UsageException {
    return switch (name) {
      case "--port" -> options.withPort(port(value(name, rest)));
      case "--param" -> parameter(value(name, rest), options);
      case "--lambda" -> options.withLambdaMode(lambdaMode(value(name, rest)));
      case "--template" -> options.withTemplate(Path.of(value(name, rest)));
      case "--faults" -> options.withFaults(faults(value(name, rest)));
      case "--seed" -> options.withSeed(seed(value(name, rest)));
      case String _ -> throw new UsageException("unknown option " + name);
    };
  }

  private static String value(String name, Deque<String> rest) throws UsageException {
    String value = rest.pollFirst();
    if (value == null || value.isEmpty()) {
      throw new UsageException(name + " needs a value");
    }
    return value;
  }

  private static int port(String text) throws UsageException {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= MAX_PORT) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      // As wrong as a number that is no port.
    }
    throw new UsageException("--port takes a number from 0 to " + MAX_PORT);
  }

  private static StackOptions parameter(String text, StackOptions options) throws UsageException {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new UsageException("--param takes Name=Value");
    }
    return options.withParameter(text.substring(0, equals), text.substring(equals + 1));
  }

  private static Faults faults(String text) throws UsageException {
    try {
      return Faults.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw new UsageException("--faults: " + wrong.getMessage());
    }
  }

  private static long seed(String text) throws UsageException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException notANumber) {
      throw new UsageException("--seed takes a whole number");
    }
  }

  private static LambdaMode lambdaMode(String text) throws UsageException {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "jvm" -> LambdaMode.JVM;
      case "process" -> LambdaMode.PROCESS;
      case String _ -> throw new UsageException("--lambda takes jvm or process");
    };
  }
}
