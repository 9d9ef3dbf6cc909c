package dev.offhook.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ViewportSize;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** How a call looks, on a laptop and on a phone; pictures of it are in target/screenshots. */
@OffhookStack
@InBrowsers
class LookIT {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final LocalStack stack;

  LookIT(LocalStack stack) {
    this.stack = stack;
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aCallFitsALaptop(Visitors visitors) {
    Visitor ada = visitors.comes("Ada Lovelace");
    Visitor grace = visitors.comes("Grace Hopper");
    ada.page().setViewportSize(1280, 720);
    grace.page().setViewportSize(1280, 720);
    takesPlace(ada, grace, "laptop");
    fits(ada, "laptop-ended", "call-video", "call-audio", "chat-input");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aCallFitsAPhone(Visitors visitors) {
    Visitor ada = visitors.comesWithAPhone("Ada Lovelace");
    Visitor grace = visitors.comesWithAPhone("Grace Hopper");
    takesPlace(ada, grace, "phone");
  }

  private void takesPlace(Visitor ada, Visitor grace, String device) {
    sitsForAPortrait(ada);
    sitsForAPortrait(grace);
    Pair pair = Pair.meet(ada, grace, stack);
    says(ada, "Hello Grace! One moment, I'll call you.");
    says(
        grace,
        "Give me a minute: somebody is still looking for the headset that was here yesterday.");
    says(
        grace,
        "It is in the other room, of course, and it is not charged. So it has to do without one.");
    says(grace, "I'm here.");
    ada.waitFor(
        "has got every message",
        "count => document.querySelectorAll('[data-testid=chat-message]').length === count",
        4);
    fits(ada, device + "-room", "call-video", "call-audio");
    pair.rings("call-video");
    fits(ada, device + "-calling", "cancel");
    fits(grace, device + "-incoming", "reject", "accept-audio", "accept-video");
    grace.clicks("accept-video");
    pair.areConnected().both().forEach(Visitor::seesAndHears);
    isSharp(ada);
    grace.page().mouse().move(1, 1);
    fits(ada, device + "-caller", "mute", "camera", "hang-up", "self", "call-head");
    fits(grace, device + "-callee", "mute", "camera", "hang-up", "self", "call-head");
    grace.clicks("hang-up");
    ada.is("room");
    fits(ada, device + "-ended", "notice", "notice-dismiss");
  }

  private static void sitsForAPortrait(Visitor visitor) {
    visitor.page().context().addInitScript(Visitors.script("portrait.js"));
  }

  private static void says(Visitor visitor, String text) {
    visitor.at("chat-input").fill(text);
    visitor.clicks("chat-send");
  }

  /** The picture begins coarse and grows with what the path turns out to carry. */
  private static void isSharp(Visitor visitor) {
    visitor.waitFor(
        "has a sharp picture",
        "width => document.querySelector('[data-testid=remote-video]').videoWidth >= width",
        640);
    visitor.page().mouse().move(1, 1);
  }

  /** Nothing is to be scrolled sideways, and what one needs now is in view. */
  private static void fits(Visitor visitor, String picture, String... testIds) {
    visitor.screenshot(SCREENSHOTS.resolve(picture + ".png"));
    ViewportSize viewport = visitor.page().viewportSize();
    assertThat(visitor.page().evaluate("() => document.documentElement.scrollWidth"))
        .as("width of the page")
        .isEqualTo(viewport.width);
    for (String testId : List.of(testIds)) {
      BoundingBox box = visitor.at(testId).boundingBox();
      assertThat(box).as("%s is shown", testId).isNotNull();
      assertThat(box.x).as("left of %s", testId).isNotNegative();
      assertThat(box.y).as("top of %s", testId).isNotNegative();
      assertThat(box.x + box.width).as("right of %s", testId).isLessThanOrEqualTo(viewport.width);
      assertThat(box.y + box.height)
          .as("bottom of %s", testId)
          .isLessThanOrEqualTo(viewport.height);
    }
  }
}
