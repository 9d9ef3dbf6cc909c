package dev.offhook.acceptance.turn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the script of {@code infra/turn.yaml} finds on its instance: an {@code aws} that reads
 * secrets, and a {@code curl} that asks the instance's metadata.
 */
record TurnHost(Path directory, Map<String, String> secrets) {

  /** Tells the secret of the stage that is asked for; fails if there is none. */
  private static final String AWS =
      """
      #!/bin/sh
      while [ "$1" != --version-stage ]; do shift; done
      cat "$(dirname "$0")/$2"
      """;

  /** Tells the private address. */
  private static final String CURL =
      """
      #!/bin/sh
      for last; do :; done
      case "$last" in
        http://169.254.169.254/latest/api/token) echo token ;;
        http://169.254.169.254/latest/meta-data/local-ipv4) echo 127.0.0.1 ;;
        *) exit 1 ;;
      esac
      """;

  TurnHost {
    secrets = Map.copyOf(secrets);
  }

  /** The lines that the script writes. */
  List<String> configuration(Map<String, String> parameters) throws IOException {
    Path commands = Files.createDirectories(directory.resolve("bin"));
    for (Map.Entry<String, String> secret : secrets.entrySet()) {
      Files.writeString(commands.resolve(secret.getKey()), secret.getValue());
    }
    executable(commands.resolve("aws"), AWS);
    executable(commands.resolve("curl"), CURL);
    Map<String, String> values = new HashMap<>(parameters);
    values.put("DomainName", Coturn.REALM);
    values.put("TurnAddress", "127.0.0.1");
    values.put("TurnSecretArn", "arn:aws:secretsmanager:eu-west-1:000000000000:secret:turn");
    Path script = directory.resolve("turn-configuration");
    executable(script, TurnTemplate.read().script(values));
    Path file = directory.resolve("written.conf");
    run(script, file, commands);
    return Files.readAllLines(file);
  }

  private static void run(Path script, Path file, Path commands) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(script.toString(), file.toString()).redirectErrorStream(true);
    builder.environment().compute("PATH", (_, path) -> commands + ":" + path);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("the script failed: " + said);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " can't be made executable");
    }
  }
}
