package dev.offhook.acceptance.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A browser that tests use one after the other: headless, with a fake camera and a microphone that
 * beeps. Nobody is asked for permissions: each context has those that it was made with ({@code
 * --use-fake-ui-for-media-stream} would give them to all).
 */
final class SharedBrowser implements AutoCloseable {

  private static final List<String> ARGUMENTS =
      List.of(
          // Ten pictures a second are enough to see that they arrive, and spare slow machines.
          "--use-fake-device-for-media-stream=fps=10",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-first-run");

  private final Playwright playwright;
  private final Browser browser;

  private SharedBrowser(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts the browser that was found. */
  static SharedBrowser start(Chromium chromium) {
    Path executable =
        chromium.executable().orElseThrow(() -> new IllegalStateException(chromium.advice()));
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
    try {
      List<String> arguments = new ArrayList<>(ARGUMENTS);
      if (System.getProperty("user.name", "").equals("root")) {
        arguments.add("--no-sandbox"); // Chromium's sandbox refuses to work for root.
      }
      LaunchOptions options =
          new LaunchOptions().setExecutablePath(executable).setHeadless(true).setArgs(arguments);
      return new SharedBrowser(playwright, playwright.chromium().launch(options));
    } catch (RuntimeException notStarted) {
      playwright.close();
      throw notStarted;
    }
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
