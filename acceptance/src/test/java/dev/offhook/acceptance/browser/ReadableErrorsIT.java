package dev.offhook.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What people are told when something can't be, and what they can still do. */
@OffhookStack
@InBrowsers
class ReadableErrorsIT {

  private final LocalStack stack;

  ReadableErrorsIT(LocalStack stack) {
    this.stack = stack;
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aRoomThatIsFullOffersANewOne(Visitors visitors) {
    String room = Pair.newRoom();
    visitors.comes("Ann").enters(stack.demoUrl(), room);
    visitors.comes("Bob").enters(stack.demoUrl(), room);
    Visitor cleo = visitors.comes("Cleo");
    cleo.opens(stack.demoUrl(), room);
    cleo.joins();
    cleo.isTold("^This room is full. ", "room-full");
    cleo.clicks("new-room");
    cleo.waitFor(
        "has another link",
        "room => { const link = document.querySelector('[data-testid=room-link]').value;"
            + " return link.includes('room=') && !link.includes(room); }",
        room);
    cleo.joins();
    cleo.is("room");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whoMayNotUseTheCameraIsToldAndSeesAndHearsAllTheSame(Visitors visitors) {
    Visitor ann = visitors.comesWithoutCamera("Ann");
    Pair pair = Pair.meet(ann, visitors.comes("Bob"), stack).rings("call-video");
    ann.isTold("may not use the camera or microphone. .* not be seen or heard.$", "media-denied");
    pair.bob().clicks("accept-video");
    pair.areConnected();
    ann.seesAndHears();
    pair.bob().hasSeenNothing();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aLinkThatNamesNoPossibleRoomLeadsToANewOne(Visitors visitors) {
    Visitor ann = visitors.comes("Ann");
    ann.opens(stack.demoUrl(), "not%20a%20room");
    ann.isTold("^The link names a room that can't be.", "bad-room");
    ann.joins();
    ann.is("room");
    assertThat(ann.at("room-link").inputValue()).doesNotContain("not");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void withoutANetworkThePageSaysSoAndLetsOneTryAgain(Visitors visitors) {
    Visitor ann = visitors.comes("Ann");
    ann.opens(stack.demoUrl(), Pair.newRoom());
    ann.trace().expects("ERR_INTERNET_DISCONNECTED");
    ann.page().context().setOffline(true);
    ann.joins();
    ann.isTold("^The service could not be reached. Check your internet connection.$", "network");
    ann.page().context().setOffline(false);
    ann.joins();
    ann.is("room");
  }
}
