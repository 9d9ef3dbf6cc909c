package dev.offhook.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.options.FilePayload;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

  /** A screen of 320 points, chosen by nobody: a picture that changes ten times a second. */
  private static final String A_SCREEN =
      """
      () => {
        navigator.mediaDevices.getDisplayMedia = async () => {
          const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 200 });
          const picture = canvas.getContext('2d');
          setInterval(() => {
            picture.fillStyle = `hsl(${Date.now() % 360} 80% 50%)`;
            picture.fillRect(0, 0, 320, 200);
          }, 100);
          return canvas.captureStream(10);
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

  @ParameterizedTest
  @ValueSource(strings = {"vanilla", "react"})
  void aVideoCallIsSeenOnBothSidesAndScreensCanBeShown(String example, Visitors visitors) {
    Two two = open(example, visitors);
    two.ann().clicks("call");
    two.bob().clicks("answer");
    two.both().forEach(visitor -> reads(visitor, "connected"));
    two.both().forEach(visitor -> waitForPicture(visitor, 0));
    two.ann().page().evaluate(A_SCREEN);
    two.ann().clicks("screen");
    waitForPicture(two.bob(), 320);
    two.bob().clicks("hang-up");
    two.both().forEach(visitor -> reads(visitor, "ready"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPageThatIsLoadedAgainGoesOnWithItsCall(boolean caller, Visitors visitors) {
    Two two = open("vanilla", visitors);
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
    byte[] content = new byte[3_000_001];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i % 251);
    }
    two.ann()
        .at("file")
        .setInputFiles(new FilePayload("holiday.bin", "application/octet-stream", content));
    Download download =
        two.bob()
            .page()
            .waitForDownload(() -> two.bob().at("received").locator("a").first().click());
    assertThat(download.suggestedFilename()).isEqualTo("holiday.bin");
    try (InputStream received = download.createReadStream()) {
      assertThat(received.readAllBytes()).isEqualTo(content);
    }
    two.both()
        .forEach(
            visitor -> assertThat(visitor.at("progress").getAttribute("value")).isEqualTo("1"));
  }

  @Test
  void anotherLibraryConnectsOverTheSameSignaling(Visitors visitors) {
    Two two = open("simple-peer", visitors);
    two.both().forEach(visitor -> reads(visitor, "connected"));
    two.bob().at("text").fill("hello");
    two.bob().at("text").press("Enter");
    assertThat(two.ann().at("messages").locator("li").first().textContent())
        .isEqualTo("They: hello");
  }
}
