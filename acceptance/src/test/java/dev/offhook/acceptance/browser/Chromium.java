package dev.offhook.acceptance.browser;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where this machine has a Chromium. An environment variable wins; then the places where systems
 * install one; then what Playwright has downloaded before.
 */
final class Chromium {

  /** Names the executable of the browser to use. */
  static final String VARIABLE = "OFFHOOK_CHROMIUM";

  /** {@code true}: a missing browser is a failure. */
  static final String REQUIRED = "OFFHOOK_REQUIRE_BROWSER";

  private static final List<String> COMMANDS =
      List.of(
          "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe");
  private static final List<String> DIRECTORIES =
      List.of("/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/google/chrome");
  private static final List<String> APPLICATIONS =
      List.of(
          "Applications/Chromium.app/Contents/MacOS/Chromium",
          "Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
  private static final List<String> DOWNLOADS =
      List.of(
          ".cache/ms-playwright", "Library/Caches/ms-playwright", "AppData/Local/ms-playwright");
  private static final List<String> DOWNLOADED =
      List.of(
          "chrome-linux/chrome",
          "chrome-linux64/chrome",
          "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
          "chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
          "chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
          "chrome-win/chrome.exe",
          "chrome-win64/chrome.exe");

  private final Map<String, String> environment;
  private final Path root;
  private final Path home;

  /**
   * Looks at a machine.
   *
   * @param environment variables
   * @param root of the file system
   * @param home of the user
   */
  Chromium(Map<String, String> environment, Path root, Path home) {
    this.environment = Map.copyOf(environment);
    this.root = root;
    this.home = home;
  }

  /** Looks at this machine. */
  static Chromium ofThisMachine() {
    return new Chromium(
        System.getenv(), Path.of("/"), Path.of(System.getProperty("user.home", "/")));
  }

  /** The executable. One that the variable names but isn't there is not replaced by another. */
  Optional<Path> executable() {
    String named = environment.getOrDefault(VARIABLE, "");
    Stream<Path> candidates =
        named.isEmpty() ? Stream.concat(installed(), downloaded()) : Stream.of(Path.of(named));
    return candidates.filter(Files::isRegularFile).filter(Files::isExecutable).findFirst();
  }

  /** Whether tests fail without one. */
  boolean isRequired() {
    return environment.getOrDefault(REQUIRED, "").equalsIgnoreCase("true");
  }

  /** What to do if there is none, in one line. */
  String advice() {
    String named = environment.getOrDefault(VARIABLE, "");
    return named.isEmpty()
        ? "no Chromium found: install one, or set " + VARIABLE + " to the path of its executable"
        : VARIABLE + " names no executable file: " + named;
  }

  private Stream<Path> installed() {
    Stream<Path> usual =
        DIRECTORIES.stream()
            .flatMap(
                directory ->
                    COMMANDS.stream().map(command -> root.resolve(relative(directory), command)));
    Stream<Path> onPath =
        Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
            .flatMap(directory -> COMMANDS.stream().flatMap(command -> path(directory, command)));
    Stream<Path> applications =
        Stream.of(root, home).flatMap(top -> APPLICATIONS.stream().map(top::resolve));
    return Stream.of(usual, onPath, applications).flatMap(paths -> paths);
  }

  private static String relative(String absolute) {
    return absolute.substring(1);
  }

  private static Stream<Path> path(String directory, String command) {
    try {
      return directory.isEmpty() ? Stream.empty() : Stream.of(Path.of(directory, command));
    } catch (InvalidPathException notOfThisSystem) {
      return Stream.empty();
    }
  }

  private Stream<Path> downloaded() {
    return Stream.concat(
            Stream.ofNullable(environment.get("PLAYWRIGHT_BROWSERS_PATH"))
                .flatMap(directory -> path(directory, ".")),
            DOWNLOADS.stream().map(home::resolve))
        .flatMap(Chromium::versions)
        .flatMap(version -> DOWNLOADED.stream().map(version::resolve));
  }

  /** The newest first. */
  private static Stream<Path> versions(Path downloads) {
    try (Stream<Path> found = Files.list(downloads)) {
      return found
          .filter(path -> path.getFileName().toString().matches("chromium-\\d+"))
          .sorted(Comparator.comparingInt(Chromium::revision).reversed())
          .toList()
          .stream();
    } catch (IOException noneThere) {
      return Stream.empty();
    }
  }

  private static int revision(Path version) {
    return Integer.parseInt(version.getFileName().toString().substring("chromium-".length()));
  }
}
