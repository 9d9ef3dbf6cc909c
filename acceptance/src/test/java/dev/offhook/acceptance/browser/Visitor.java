package dev.offhook.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.WaitForFunctionOptions;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.TimeoutError;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/** A person at a page of the demo, in a browser context of their own. */
final class Visitor {

  /** How long anything may take that comes about by itself, on the slowest of machines. */
  static final int PATIENCE_MS = 30_000;

  private static final String OFF_LINE = "ERR_INTERNET_DISCONNECTED";

  private static final String PRESS_AT =
      """
      ([testId, at]) => setTimeout(
        () => document.querySelector(`[data-testid=${testId}]`).click(), at - Date.now())
      """;

  private final String name;
  private final Page page;
  private final Trace trace;

  Visitor(String name, Page page) {
    this.name = name;
    this.page = page;
    this.trace = Trace.of(page);
  }

  String name() {
    return name;
  }

  Trace trace() {
    return trace;
  }

  Page page() {
    return page;
  }

  /** From the next page on its candidates go in frames of their own, as those do that are late. */
  void trickles() {
    page.addInitScript(Visitors.script("trickle.js"));
  }

  /** From the next page on it finds one candidate, and others only when it is told to. */
  void findsOneCandidate() {
    page.addInitScript(Visitors.script("first-candidate.js"));
  }

  /** Finds the candidates that it has not found so far. */
  void findsTheOtherCandidates() {
    page.evaluate("() => findTheOtherCandidates()");
  }

  /** From the next page on candidates are noted: those that it finds and those that it is given. */
  void notesCandidates() {
    page.addInitScript(Visitors.script("candidates.js"));
  }

  /** Opens the page at the link of a room. */
  void opens(URI demo, String room) {
    page.navigate(demo + "?room=" + room);
    is("join");
  }

  /** Opens the page at the link of a room, and joins it. */
  void enters(URI demo, String room) {
    opens(demo, room);
    joins();
    is("room");
  }

  /** Gives a name and asks to be let in. */
  void joins() {
    at("name").fill(name);
    clicks("join");
  }

  /** An element of the page. */
  Locator at(String testId) {
    return page.getByTestId(testId);
  }

  void clicks(String testId) {
    at(testId).click();
  }

  /** Clicks when the clock shows that time, in the page itself: two visitors click as one. */
  void clicksAt(String testId, Instant time) {
    page.evaluate(PRESS_AT, List.of(testId, (double) time.toEpochMilli()));
  }

  /** Waits until the page is in one of these phases. */
  void is(String... phases) {
    waitFor(
        "is " + String.join(" or ", phases),
        "phases => phases.includes(document.querySelector('[data-testid=app]')?.dataset.phase)",
        List.of(phases));
  }

  /** Waits until the page's connection to the service is in that state. */
  void isOnLine(String status) {
    waitFor(
        "is " + status,
        "status => document.querySelector('[data-testid=connection]').dataset.status === status",
        status);
  }

  /**
   * Loses the line to the service, and has no network from then on. Not the other way round: off
   * line, Chromium may read nothing more from a WebSocket, its end neither.
   */
  void goesOffLine(Runnable loss) {
    trace.expects(OFF_LINE);
    loss.run();
    page.context().setOffline(true);
    isOnLine("reconnecting");
    // It has found out that there is no network, too.
    page.waitForCondition(() -> trace.toString().contains(OFF_LINE));
  }

  /** Has a network again. */
  void comesBackOnLine() {
    page.context().setOffline(false);
  }

  /** Waits for a notice of one of these codes, and that it says something with these words. */
  void isTold(String words, String... codes) {
    waitFor(
        "is told " + String.join(" or ", codes),
        """
        codes => {
          const notice = document.querySelector('[data-testid=notice]');
          return !notice.hidden && codes.includes(notice.dataset.code);
        }
        """,
        List.of(codes));
    assertThat(at("notice-text").textContent())
        .as("what %s is told", name)
        .containsPattern(Pattern.compile(words));
    assertThat(at("notice").isVisible()).isTrue();
  }

  /** Waits until an element is shown. */
  void finds(String testId) {
    at(testId).waitFor();
  }

  /** Waits until picture and sound of the other side have been decoded. */
  void seesAndHears() {
    receives("sees and hears", true);
    waitFor("is shown a picture", "() => probe.brightness() > 20", Map.of());
    // The page shows it when the track is unmuted, which may be told after the first pictures.
    finds("remote-video");
  }

  /** Waits until sound of the other side has been decoded. */
  void hears() {
    receives("hears", false);
  }

  /** That no picture has ever arrived. */
  void hasSeenNothing() {
    assertThat(inbound()).containsEntry("frames", 0);
    assertThat(at("remote-video").isVisible()).isFalse();
  }

  private void receives(String what, boolean picture) {
    waitFor(
        what,
        "([before, kind]) => probe.isMoreThan(before, kind)",
        List.of(inbound(), Map.of("picture", picture)));
  }

  /** Waits until two seconds of sound arrived that nothing was to be heard in. */
  void hearsNothing() {
    waitFor("hears nothing", "seconds => probe.isSilentFor(seconds)", 2);
  }

  /** Waits until the picture of the other side is dark, while frames still arrive. */
  void seesDarkness() {
    waitFor("sees darkness", "() => probe.brightness() < 5", Map.of());
  }

  /** What was received of the other side so far. */
  @SuppressWarnings("unchecked") // The script returns an object.
  Map<String, Object> inbound() {
    return (Map<String, Object>) page.evaluate("() => probe.inbound()");
  }

  /** Waits until a function, which may be asynchronous, says so. */
  void waitFor(String what, String function, Object argument) {
    waitFor(what, function, argument, PATIENCE_MS);
  }

  /** Waits that long until a function, which may be asynchronous, says so. */
  void waitFor(String what, String function, Object argument, int patienceMs) {
    try {
      page.waitForFunction(
          function,
          argument,
          new WaitForFunctionOptions().setPollingInterval(100).setTimeout(patienceMs));
    } catch (TimeoutError tooLong) {
      throw new AssertionError("in vain: that " + name + " " + what, tooLong);
    }
  }

  /** The calls that frames of this page were about. */
  List<String> callIds() {
    return trace.frames().stream()
        .map(Trace.Frame::callId)
        .filter(callId -> !callId.isEmpty())
        .distinct()
        .toList();
  }

  /** The page dies as a whole: it gets no chance to tell anybody. */
  void crashes() {
    AtomicBoolean crashed = new AtomicBoolean();
    page.onCrash(_ -> crashed.set(true));
    try {
      page.navigate("chrome://crash");
    } catch (PlaywrightException neverArrives) {
      page.context().waitForCondition(crashed::get);
    }
  }

  /** Closes the browser window. */
  void closes() {
    page.context().close();
  }

  void screenshot(Path file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
  }

  @Override
  public String toString() {
    return name;
  }
}
