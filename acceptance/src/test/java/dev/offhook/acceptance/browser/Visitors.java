package dev.offhook.acceptance.browser;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The visitors of one test. */
final class Visitors implements AutoCloseable {

  private static final Path FAILURES = Path.of("target", "browser-failures");
  private static final List<String> CAMERA_AND_MICROPHONE = List.of("camera", "microphone");

  private final Browsers browsers;
  private final SharedBrowser browser;
  private final String test;
  private final List<Visitor> all = new ArrayList<>();

  Visitors(Browsers browsers, String test) {
    this.browsers = browsers;
    this.browser = browsers.borrow();
    this.test = test;
  }

  /** One at a desktop computer. */
  Visitor comes(String name) {
    return comes(name, desktop().setPermissions(CAMERA_AND_MICROPHONE));
  }

  /** One with a telephone. */
  Visitor comesWithAPhone(String name) {
    return comes(
        name,
        new NewContextOptions()
            .setPermissions(CAMERA_AND_MICROPHONE)
            .setViewportSize(390, 844)
            .setDeviceScaleFactor(2)
            .setIsMobile(true)
            .setHasTouch(true));
  }

  /** One who forbids the page to use camera and microphone. */
  Visitor comesWithoutCamera(String name) {
    // Whatever is not among those that are granted is denied.
    return comes(name, desktop().setPermissions(List.of("geolocation")));
  }

  private static NewContextOptions desktop() {
    return new NewContextOptions().setViewportSize(1280, 800);
  }

  private Visitor comes(String name, NewContextOptions options) {
    BrowserContext context = browser.browser().newContext(options);
    context.setDefaultTimeout(Visitor.PATIENCE_MS);
    context.addInitScript(script("probe.js"));
    Visitor visitor = new Visitor(name, context.newPage());
    all.add(visitor);
    return visitor;
  }

  /** A script that pages of tests bring along. */
  static String script(String name) {
    try (InputStream script = Visitors.class.getResourceAsStream(name)) {
      if (script == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Fails if a page met an error that nobody caught, or one that stands in the console. */
  void checkThatNoPageMetAnError() {
    if (all.stream().anyMatch(visitor -> !visitor.trace().errors().isEmpty())) {
      throw report();
    }
  }

  /** Tells what happened on each page, with pictures in {@code target/browser-failures}. */
  AssertionError report() {
    StringBuilder text = new StringBuilder("what happened on the pages:");
    for (Visitor visitor : all) {
      text.append("\n\n").append(visitor.name()).append(shown(visitor)).append(":\n");
      visitor.trace().errors().forEach(error -> text.append("ERROR ").append(error).append('\n'));
      text.append(visitor.trace());
    }
    return new AssertionError(text.toString());
  }

  private String shown(Visitor visitor) {
    Path file = FAILURES.resolve(test + "-" + visitor.name() + ".png");
    try {
      Files.createDirectories(FAILURES);
      visitor.screenshot(file);
      return " (" + file + "), who reads: " + visitor.page().locator("body").innerText();
    } catch (PlaywrightException gone) {
      return " (whose page is gone)";
    } catch (IOException unwritable) {
      return " (no picture: " + unwritable.getMessage() + ")";
    }
  }

  @Override
  public void close() {
    List<BrowserContext> contexts =
        all.stream().map(Visitor::page).map(Page::context).distinct().toList();
    contexts.forEach(ignoringTheGone(BrowserContext::close));
    browsers.giveBack(browser);
  }

  private static Consumer<BrowserContext> ignoringTheGone(Consumer<BrowserContext> action) {
    return context -> {
      try {
        action.accept(context);
      } catch (PlaywrightException gone) {
        // Closed by the test, or crashed: there is nothing left to close.
      }
    };
  }
}
