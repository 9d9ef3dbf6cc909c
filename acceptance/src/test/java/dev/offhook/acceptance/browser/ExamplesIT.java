package dev.offhook.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.options.FilePayload;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of the client, each opened by two people in a room of their own. */
@OffhookStack
@InBrowsers
class ExamplesIT {

  private static final String PICTURE_ARRIVES =
      """
      width => {
        const video = document.querySelector('[data-testid=remote]');
        return video.currentTime > 0 && (width === 0 ? video.videoWidth > 0 : video.videoWidth === width);
      }
      """;

  private static final String TIME_OF_PICTURE =
      "() => document.querySelector('[data-testid=remote]').currentTime";

  /**
   * What PeerJS and simple-peer need for a call, of which nothing is acknowledged: bench/README.md.
   */
  private static final long FRAMES_OF_OTHERS = 20;

  private static final String FRAMES_SHOWN =
      "() => document.querySelector('[data-testid=remote]')"
          + ".getVideoPlaybackQuality().totalVideoFrames";

  private static final String NO_PICTURE_COMES =
      """
      () => document.querySelector('[data-testid=remote]').srcObject
        .getVideoTracks().every(track => track.muted)
      """;

  private static final String STREAM_IS_THE_SAME =
      """
      () => {
        const { srcObject } = document.querySelector('[data-testid=remote]');
        window.first ??= srcObject;
        return srcObject !== null && srcObject === window.first;
      }
      """;

  /** A screen so wide, chosen by nobody: a picture that changes ten times a second. */
  private static final String A_SCREEN =
      """
      width => {
        navigator.mediaDevices.getDisplayMedia = async () => {
          const canvas = Object.assign(document.createElement('canvas'), { width, height: 200 });
          const picture = canvas.getContext('2d');
          setInterval(() => {
            picture.fillStyle = `hsl(${Date.now() % 360} 80% 50%)`;
            picture.fillRect(0, 0, width, 200);
          }, 100);
          return canvas.captureStream(10);
        };
      }
      """;

  /** Takes note of every share that the progress bar shows from now on. */
  private static final String NOTE_PROGRESS =
      """
      () => {
        const bar = document.querySelector('[data-testid=progress]');
        window.shares = [];
        new MutationObserver(() => shares.push(bar.value)).observe(bar, { attributes: true });
      }
      """;

  /** Chooses files, the next one before anything can have become of the one before. */
  private static final String CHOOSE_AT_ONCE =
      """
      files => {
        const input = document.querySelector('[data-testid=file]');
        for (const { name, size, period } of files) {
          const content = Uint8Array.from({ length: size }, (_, index) => index % period);
          const chosen = new DataTransfer();
          chosen.items.add(new File([content], name));
          input.files = chosen.files;
          input.dispatchEvent(new Event('change'));
        }
      }
      """;

  private static final String COUNT_CLOSED =
      """
      () => {
        const { close } = RTCPeerConnection.prototype;
        window.closedConnections = 0;
        RTCPeerConnection.prototype.close = function () {
          closedConnections++;
          close.call(this);
        };
      }
      """;

  private final LocalStack stack;

  ExamplesIT(LocalStack stack) {
    this.stack = stack;
  }

  private record Two(Visitor ann, Visitor bob) {
    Stream<Visitor> both() {
      return Stream.of(ann, bob);
    }
  }

  /** A file, whose bytes count up to its period again and again. */
  private record Document(String name, int size, int period) {
    byte[] content() {
      byte[] content = new byte[size];
      for (int i = 0; i < size; i++) {
        content[i] = (byte) (i % period);
      }
      return content;
    }

    Map<String, Object> described() {
      return Map.of("name", name, "size", size, "period", period);
    }
  }

  private Two open(String example, Visitors visitors) {
    String room = Pair.newRoom();
    Two two = new Two(visitors.comes("Ann"), visitors.comes("Bob"));
    for (Visitor visitor : two.both().toList()) {
      // Without it Chromium's candidates are mDNS names, also of pages that want data alone: then
      // the machine's multicast decides whether two browsers find each other.
      visitor.page().context().grantPermissions(List.of("camera", "microphone"));
      visitor.page().navigate(stack.demoUrl() + "examples/" + example + "/?room=" + room);
      reads(visitor, "alone", "ready", "connected");
    }
    return two;
  }

  /** Waits until the page's line of status begins with one of these words. */
  private static void reads(Visitor visitor, String... words) {
    visitor.waitFor(
        "reads " + String.join(" or ", words),
        "words => words.some(word =>"
            + " document.querySelector('[data-testid=status]')?.textContent.startsWith(word))",
        words);
  }

  private static void waitForPicture(Visitor visitor, int width) {
    visitor.waitFor("sees a picture", PICTURE_ARRIVES, width);
  }

  /** Waits until some more frames of the picture have been shown. */
  private static void seesItMove(Visitor visitor) {
    Object before = visitor.page().evaluate(FRAMES_SHOWN);
    visitor.waitFor("sees it move", "before => (" + FRAMES_SHOWN + ")() >= before + 5", before);
  }

  private static long offersOf(Visitor visitor) {
    return visitor.trace().frames().stream()
        .filter(frame -> frame.sent() && frame.action().equals("webrtc:offer"))
        .count();
  }

  @Test
  void theQuickStartIsAVideoCall(Visitors visitors) {
    Two two = open("minimal", visitors);
    two.both().forEach(visitor -> waitForPicture(visitor, 0));
    two.both().forEach(ExamplesIT::seesItMove);
    assertThat(two.both().mapToLong(ExamplesIT::framesOfCall).sum()).isLessThan(FRAMES_OF_OTHERS);
  }

  /** What it sent and got for its call, acks included. */
  private static long framesOfCall(Visitor visitor) {
    return visitor.trace().frames().stream()
        .filter(frame -> frame.action().startsWith("webrtc:") || frame.action().equals("ack"))
        .count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"vanilla", "react"})
  void aVideoCallIsSeenOnBothSidesAndScreensCanBeShown(String example, Visitors visitors) {
    Two two = open(example, visitors);
    two.ann().clicks("call");
    two.bob().clicks("answer");
    two.both().forEach(visitor -> reads(visitor, "connected"));
    two.both().forEach(visitor -> waitForPicture(visitor, 0));
    two.ann().page().evaluate(A_SCREEN, 320);
    two.ann().clicks("screen");
    waitForPicture(two.bob(), 320);
    two.bob().clicks("hang-up");
    two.both().forEach(visitor -> reads(visitor, "ready"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAudioCallGetsAPictureEachTimeThatAScreenIsShared(boolean caller, Visitors visitors) {
    Two two = open("vanilla", visitors);
    two.ann().clicks("call-audio");
    two.bob().clicks("answer");
    two.both().forEach(visitor -> reads(visitor, "connected"));
    Visitor shows = caller ? two.ann() : two.bob();
    Visitor sees = caller ? two.bob() : two.ann();
    sees.waitFor("has a stream", STREAM_IS_THE_SAME, "");
    for (int width : List.of(320, 480)) {
      long offers = offersOf(shows);
      shows.page().evaluate(A_SCREEN, width);
      shows.clicks("screen");
      waitForPicture(sees, width);
      seesItMove(sees);
      assertThat(offersOf(shows)).isEqualTo(offers + 1);
      assertThat(sees.page().evaluate(STREAM_IS_THE_SAME)).isEqualTo(true);
      shows.clicks("screen");
      sees.waitFor("sees no picture any more", NO_PICTURE_COMES, "");
    }
    two.bob().clicks("hang-up");
    two.both().forEach(visitor -> reads(visitor, "ready"));
  }

  @Test
  void thePageOfTheQuickStartMayBeLoadedAgain(Visitors visitors) {
    Two two = open("minimal", visitors);
    two.both().forEach(visitor -> waitForPicture(visitor, 0));
    two.bob().page().reload();
    two.both().forEach(visitor -> waitForPicture(visitor, 0));
    two.both().forEach(ExamplesIT::seesItMove);
  }

  @ParameterizedTest
  @CsvSource({"vanilla,true", "vanilla,false", "react,true"})
  void aPageThatIsLoadedAgainGoesOnWithItsCall(String example, boolean caller, Visitors visitors) {
    Two two = open(example, visitors);
    two.ann().clicks("call");
    two.bob().clicks("answer");
    two.both().forEach(visitor -> reads(visitor, "connected"));
    Visitor again = caller ? two.ann() : two.bob();
    Visitor other = caller ? two.bob() : two.ann();
    again.page().reload();
    reads(again, "connected");
    reads(other, "connected");
    waitForPicture(again, 0);
    Object before = other.page().evaluate(TIME_OF_PICTURE);
    other.waitFor("sees it move", "before => (" + TIME_OF_PICTURE + ")() > before + 0.5", before);
    assertThat(again.callIds()).hasSize(1).isEqualTo(other.callIds());
    again.clicks("hang-up");
    two.both().forEach(visitor -> reads(visitor, "ready"));
  }

  @Test
  void aFileArrivesAsItWasSent(Visitors visitors) throws IOException {
    Two two = open("files", visitors);
    two.both().forEach(visitor -> reads(visitor, "connected"));
    two.both().forEach(visitor -> visitor.page().evaluate(NOTE_PROGRESS));
    Document holiday = new Document("holiday.bin", 3_000_001, 251);
    two.ann()
        .at("file")
        .setInputFiles(
            new FilePayload(holiday.name(), "application/octet-stream", holiday.content()));
    hasReceived(two.bob(), holiday);
    assertThat(sharesSeenBy(two.ann())).isSorted().endsWith(1.0).hasSizeGreaterThan(100);
    assertThat(sharesSeenBy(two.bob())).isSorted().endsWith(1.0).hasSizeGreaterThan(100);
  }

  /** What the progress bar showed after nothing and until all, in that order. */
  private static List<Double> sharesSeenBy(Visitor visitor) {
    List<?> shares = (List<?>) visitor.page().evaluate("() => shares");
    return shares.stream()
        .map(share -> ((Number) share).doubleValue())
        .filter(share -> share > 0)
        .distinct()
        .toList();
  }

  /** Waits until a file has arrived, and that it is whole. */
  private static void hasReceived(Visitor visitor, Document document) throws IOException {
    Locator link =
        visitor.at("received").locator("a").filter(new FilterOptions().setHasText(document.name()));
    Download download = visitor.page().waitForDownload(link::click);
    assertThat(download.suggestedFilename()).isEqualTo(document.name());
    try (InputStream received = download.createReadStream()) {
      assertThat(received.readAllBytes()).isEqualTo(document.content());
    }
  }

  private static void choosesAtOnce(Visitor visitor, Document... documents) {
    visitor.page().evaluate(CHOOSE_AT_ONCE, Stream.of(documents).map(Document::described).toList());
  }

  @Test
  void filesChosenOneRightAfterTheOtherArriveAsTheyWereSent(Visitors visitors) throws IOException {
    Two two = open("files", visitors);
    two.both().forEach(visitor -> reads(visitor, "connected"));
    Document large = new Document("large.bin", 2_000_003, 251);
    Document small = new Document("small.bin", 100_003, 241);
    choosesAtOnce(two.ann(), large, small);
    hasReceived(two.bob(), large);
    hasReceived(two.bob(), small);
  }

  @Test
  void filesGoBothWaysWithAPeerWhoComesAgain(Visitors visitors) throws IOException {
    Two two = open("files", visitors);
    two.both().forEach(visitor -> reads(visitor, "connected"));
    two.ann().page().evaluate(COUNT_CLOSED);
    two.bob().page().reload();
    reads(two.bob(), "connected");
    Document there = new Document("there.bin", 100_003, 251);
    Document back = new Document("back.bin", 100_003, 241);
    choosesAtOnce(two.bob(), there);
    hasReceived(two.ann(), there);
    choosesAtOnce(two.ann(), back);
    hasReceived(two.bob(), back);
    reads(two.ann(), "connected");
    assertThat(two.ann().page().evaluate("() => closedConnections")).isEqualTo(1);
  }

  @Test
  void whoSendsFilesIsToldThatThePeerIsGone(Visitors visitors) {
    Two two = open("files", visitors);
    two.both().forEach(visitor -> reads(visitor, "connected"));
    two.bob().page().navigate("about:blank");
    reads(two.ann(), "alone");
    assertThat(two.ann().at("file").isDisabled()).isTrue();
  }

  @Test
  void anotherLibraryConnectsOverTheSameSignaling(Visitors visitors) {
    Two two = open("simple-peer", visitors);
    two.both().forEach(visitor -> reads(visitor, "connected"));
    two.bob().at("text").fill("hello");
    two.bob().at("text").press("Enter");
    assertThat(two.ann().at("messages").locator("li").first().textContent())
        .isEqualTo("They: hello");
    two.bob().page().reload();
    reads(two.bob(), "connected");
    reads(two.ann(), "connected");
    two.ann().at("text").fill("again");
    two.ann().at("text").press("Enter");
    assertThat(two.bob().at("messages").locator("li").first().textContent())
        .isEqualTo("They: again");
  }
}
