package dev.offhook.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher, and the client's checks, in a copy of the checkout that has a space in its path,
 * with a Maven that pretends.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

  /** All of a POSIX system that the launcher may need. */
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "cat",
          "sed",
          "head",
          "tail",
          "dirname",
          "readlink",
          "find",
          "mkdir",
          "touch",
          "grep",
          "sleep",
          "rm",
          "mv");

  @TempDir Path directory;
  private Path home;
  private Path tools;

  private record Outcome(int status, String out, String err) {}

  @BeforeEach
  void copyOfTheCheckout() throws IOException {
    home = Files.createDirectories(directory.resolve("a check out"));
    for (String file : List.of("offhook", "pom.xml", "local/src/main/launcher/PortCheck.java")) {
      Files.createDirectories(home.resolve(file).getParent());
      Files.copy(CHECKOUT.resolve(file), home.resolve(file));
    }
    executable(home.resolve("offhook"));
    tools = Files.createDirectory(directory.resolve("tools"));
    for (String tool : TOOLS) {
      Files.writeString(tools.resolve(tool), "#!/bin/sh\nexec " + onPath(tool) + " \"$@\"\n");
      executable(tools.resolve(tool));
    }
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path onPath(String tool) {
    for (String entry : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(entry, tool))) {
        return Path.of(entry, tool);
      }
    }
    throw new AssertionError("no " + tool + " on the PATH");
  }

  /** A Maven that does this and notes each of its runs. */
  private void maven(String script) throws IOException {
    Path mvn = tools.resolve("mvn");
    Files.writeString(mvn, "#!/bin/sh\necho \"$*\" >>\"" + directory + "/runs\"\n" + script + "\n");
    executable(mvn);
  }

  private List<String> mavenRuns() throws IOException {
    Path runs = directory.resolve("runs");
    return Files.exists(runs) ? Files.readAllLines(runs) : List.of();
  }

  /** What a build leaves. */
  private static final String BUILD =
      "mkdir -p functions/target/lib client/target/demo local/target/lib bench/target; touch"
          + " functions/target/functions.jar client/target/demo/index.html local/target/local.jar"
          + " bench/target/bench.jar";

  private Outcome offhook(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("offhook").toString()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private Outcome run(List<String> command) throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(directory.toFile());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", tools.toString());
    environment.put("HOME", directory.toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ended", command).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void helpTellsWhatThereIs(String option) throws Exception {
    Outcome outcome = offhook(option);
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out())
        .contains(
            "up",
            "rotate-key",
            "--port",
            "--param",
            "--lambda",
            "--template",
            "--faults",
            "--seed",
            "JDK 25");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void theVersionIsThatOfTheBuild() throws Exception {
    Outcome outcome = offhook("--version");
    assertThat(outcome.status()).isZero();
    assertThat(Files.readString(CHECKOUT.resolve("pom.xml")))
        .contains("<version>" + outcome.out().strip() + "</version>");
  }

  @Test
  void withoutACommandItTellsItsUsageAsAnError() throws Exception {
    Outcome outcome = offhook();
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("Usage: ");
  }

  @ParameterizedTest
  @CsvSource({
    "fly,unknown command fly",
    "up --fast,unknown option --fast",
    "up --port,--port needs a value",
    "up --param,--param needs a value",
    "up --faults,--faults needs a value",
    "up --faults drop=1 --seed,--seed needs a value",
    "up --faults=drop=1 --fast,unknown option --fast",
    "build --fast,build takes no options",
    "rotate-key --fast,unknown option --fast",
    "simulate --fast,unknown option --fast",
    "simulate --seeds,--seeds needs a value",
    "simulate --seed x,--seed takes a number",
    "bench peers --fast,unknown option --fast",
    "bench peers --calls,--calls needs a value",
    "bench peers --calls x,--calls takes a number",
  })
  void whatIsNotUnderstoodIsOneLine(String arguments, String message) throws Exception {
    Outcome outcome = offhook(arguments.split(" ", -1));
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).isEqualTo("offhook: " + message + ": see ./offhook --help\n");
    assertThat(mavenRuns()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "bash", "dash"})
  void everyPosixShellRunsIt(String shell) throws Exception {
    Path found = Path.of("/bin", shell);
    if (Files.isExecutable(found)) {
      Outcome outcome =
          run(List.of(found.toString(), home.resolve("offhook").toString(), "up", "--fast"));
      assertThat(outcome.err()).startsWith("offhook: unknown option --fast");
    }
  }

  @Test
  void aLinkToItFindsTheCheckout() throws Exception {
    Path links = Files.createDirectory(directory.resolve("links"));
    Files.createSymbolicLink(links.resolve("one"), Path.of("../a check out/offhook"));
    Files.createSymbolicLink(links.resolve("two"), links.resolve("one"));
    Outcome outcome = run(List.of(links.resolve("two").toString(), "--version"));
    assertThat(outcome).isEqualTo(offhook("--version"));
  }

  @Test
  void aPortThatIsTakenIsToldBeforeAnythingIsBuilt() throws Exception {
    maven(BUILD);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Outcome outcome = offhook("up", "--port", Integer.toString(taken.getLocalPort()));
      assertThat(outcome.status()).isEqualTo(1);
      assertThat(outcome.err())
          .isEqualTo(
              "offhook: port %d is already in use: choose another with --port%n"
                  .formatted(taken.getLocalPort()));
    }
    assertThat(mavenRuns()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "65536"})
  void whatIsNoPortIsRefused(String port) throws Exception {
    Outcome outcome = offhook("up", "--port", port);
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).isEqualTo("offhook: --port takes a number from 0 to 65535\n");
  }

  @Test
  void withoutAStackThereIsNoKeyToRotate() throws Exception {
    Outcome outcome = offhook("rotate-key");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).isEqualTo("offhook: no local stack was built here: ./offhook up\n");
    assertThat(mavenRuns()).isEmpty();
  }

  @Test
  void withoutAJdkThatIsNewEnoughItTellsWhatToInstall() throws Exception {
    // No machine has this one.
    Path launcher = home.resolve("offhook");
    Files.writeString(launcher, Files.readString(launcher).replace("-ge 25", "-ge 9999"));
    Outcome outcome = offhook("up");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualTo(
            "offhook: needs JDK 25 or newer: install it from https://adoptium.net, or set JAVA_HOME"
                + " to it\n");
  }

  @Test
  void mavenItselfTellsInOneLineWhatToInstallWithoutAJdk() throws Exception {
    // Maven prints the id of the execution that fails, behind its goal.
    assertThat(CHECKOUT.resolve("pom.xml"))
        .content()
        .containsPattern(
            "<id>Offhook needs JDK 25: install it from https://adoptium.net [^<]*</id>\\s*"
                + "<goals>\\s*<goal>select-jdk-toolchain</goal>");
  }

  @Test
  void withoutMavenItTellsWhatToInstall() throws Exception {
    Outcome outcome = offhook("build");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).startsWith("offhook: building needs Maven 3.8 or newer");
  }

  @Test
  void aFailedBuildIsOneLineThatNamesTheLog() throws Exception {
    maven("echo '[INFO] so far so good'; echo '[ERROR] no such thing'; exit 1");
    Outcome outcome = offhook("build");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err())
        .startsWith("offhook: the build failed: no such thing (all of it is in ")
        .hasLineCount(1);
    assertThat(home.resolve("local/target/offhook-build.log")).content().contains("so far so good");
  }

  @Test
  void whatIsBuiltIsBuiltAgainOnlyWhenASourceIsNewer() throws Exception {
    maven("echo '[INFO] Building Offhook functions 0.1 [1/3]';" + BUILD);
    assertThat(offhook("build").status()).isZero();
    assertThat(offhook("build").out()).isEqualTo("Nothing to build.\n");
    assertThat(mavenRuns()).hasSize(1);

    Path source = Files.createDirectories(home.resolve("functions/src/main")).resolve("New.java");
    Files.writeString(source, "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(offhook("build").status()).isZero();
    assertThat(mavenRuns()).hasSize(2);
  }

  @Test
  void whatWasDeletedIsBuiltAgain() throws Exception {
    maven(BUILD);
    assertThat(offhook("build").status()).isZero();
    Files.delete(home.resolve("functions/target/functions.jar"));
    assertThat(offhook("build").status()).isZero();
    assertThat(mavenRuns()).hasSize(2);
  }

  @Test
  void theBuildLeavesOutTests() throws Exception {
    maven(BUILD);
    assertThat(offhook("build").status()).isZero();
    assertThat(mavenRuns())
        .singleElement()
        .asString()
        .contains("functions", "client", "local", "-Dmaven.test.skip=true")
        .doesNotContain("acceptance");
  }

  private void tool(String name, String script) throws IOException {
    Files.writeString(tools.resolve(name), "#!/bin/sh\n" + script + "\n");
    executable(tools.resolve(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit 127", "echo 18"})
  void theBenchmarkOfPeersTellsThatItNeedsNode(String node) throws Exception {
    maven(BUILD);
    tool("node", node);
    tool("npm", "exit 0");
    Outcome outcome = offhook("bench", "peers");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualTo(
            "offhook: bench peers needs Node 20 or newer with npm: install it from"
                + " https://nodejs.org\n");
    assertThat(mavenRuns()).isEmpty();
  }

  @Test
  void theBenchmarkOfPeersInstallsItsPackagesWhenTheyHaveChanged() throws Exception {
    maven(BUILD);
    tool("node", "[ $1 = -p ] && echo 22 || echo \"$PWD: $*\"");
    tool("npm", "mkdir -p node_modules; touch node_modules/.package-lock.json; echo installed");
    Path peers = Files.createDirectories(home.resolve("bench/peers"));
    Files.writeString(peers.resolve("package.json"), "{}");
    Files.writeString(peers.resolve("package-lock.json"), "{}");

    assertThat(offhook("bench", "peers").out()).endsWith("installed\n" + peers + ": run.js\n");
    assertThat(offhook("bench", "peers").out()).isEqualTo(peers + ": run.js\n");

    assertThat(offhook("bench", "peers", "--calls", "60").out())
        .isEqualTo(peers + ": run.js --calls 60\n");

    Instant later = Instant.now().plusSeconds(60);
    Files.setLastModifiedTime(peers.resolve("package-lock.json"), FileTime.from(later));
    assertThat(offhook("bench", "peers").out()).startsWith("installed\n");
  }

  @Test
  void theClientsChecksSayThatTheyAreSkippedWithoutNodeUnlessItIsRequired() throws Exception {
    Path client = Files.createDirectories(home.resolve("client"));
    Path check = Files.copy(CHECKOUT.resolve("client/check"), client.resolve("check"));

    Outcome skipped = run(List.of(onPath("sh").toString(), check.toString()));
    assertThat(skipped.status()).isZero();
    assertThat(skipped.out()).startsWith("SKIPPED").contains("Node 20 was not found");

    String required = "OFFHOOK_REQUIRE_NODE=true sh '" + check + "'";
    Outcome refused = run(List.of(onPath("sh").toString(), "-c", required));
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("OFFHOOK_REQUIRE_NODE is true");
  }
}
