package dev.offhook.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChromiumTest {

  private Path root = Path.of("");
  private Path home = Path.of("");

  @BeforeEach
  void aMachineWithoutABrowser(@TempDir Path directory) {
    root = directory;
    home = directory.resolve("home/ann");
  }

  @Test
  void withoutABrowserItSaysWhatToSet() {
    assertThat(on(Map.of()).executable()).isEmpty();
    assertThat(on(Map.of()).advice()).contains("OFFHOOK_CHROMIUM").doesNotContain("\n");
  }

  @Test
  void aBrowserOfTheSystemIsFound() throws IOException {
    Path installed = executable("usr/bin/chromium-browser");
    assertThat(on(Map.of()).executable()).contains(installed);
  }

  @Test
  void aBrowserOnThePathIsFound() throws IOException {
    Path installed = executable("opt/elsewhere/google-chrome");
    assertThat(on(Map.of("PATH", root.resolve("opt/elsewhere").toString())).executable())
        .contains(installed);
  }

  @Test
  void anApplicationOfAMacIsFound() throws IOException {
    Path installed = executable("Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    assertThat(on(Map.of()).executable()).contains(installed);
  }

  @Test
  void ofPlaywrightsDownloadsTheNewestIsFound() throws IOException {
    executable("home/ann/.cache/ms-playwright/chromium-999/chrome-linux/chrome");
    executable("home/ann/.cache/ms-playwright/chromium_headless_shell-2000/chrome-linux/chrome");
    Path newest = executable("home/ann/.cache/ms-playwright/chromium-1200/chrome-linux64/chrome");
    assertThat(on(Map.of()).executable()).contains(newest);
  }

  @Test
  void theVariableWinsAndIsNeverReplaced() throws IOException {
    executable("usr/bin/chromium");
    Path named = executable("opt/mine");
    assertThat(on(Map.of("OFFHOOK_CHROMIUM", named.toString())).executable()).contains(named);
    Chromium wrong = on(Map.of("OFFHOOK_CHROMIUM", root.resolve("gone").toString()));
    assertThat(wrong.executable()).isEmpty();
    assertThat(wrong.advice()).startsWith("OFFHOOK_CHROMIUM names no executable file: ");
  }

  @Test
  void aFileThatCanNotBeExecutedIsNoBrowser() throws IOException {
    Path file = root.resolve("usr/bin/chromium");
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    assertThat(on(Map.of()).executable()).isEmpty();
  }

  @Test
  void aBrowserIsRequiredOnlyIfTheVariableSaysSo() {
    assertThat(on(Map.of()).isRequired()).isFalse();
    assertThat(on(Map.of("OFFHOOK_REQUIRE_BROWSER", "")).isRequired()).isFalse();
    assertThat(on(Map.of("OFFHOOK_REQUIRE_BROWSER", "true")).isRequired()).isTrue();
  }

  private Chromium on(Map<String, String> environment) {
    return new Chromium(environment, root, home);
  }

  private Path executable(String path) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
