package dev.offhook.acceptance.browser;

import com.microsoft.playwright.Locator;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import org.junit.jupiter.api.Test;

/** A third who calls one of two in a call. */
@OffhookStack(parameters = "RoomSize=3")
@InBrowsers
class BusyIT {

  private final LocalStack stack;

  BusyIT(LocalStack stack) {
    this.stack = stack;
  }

  @Test
  void aThirdIsToldThatTheOtherIsBusyAndDisturbsNobody(Visitors visitors) {
    Visitor ann = visitors.comes("Ann");
    Visitor bob = visitors.comes("Bob");
    Visitor cleo = visitors.comes("Cleo");
    String room = Pair.newRoom();
    ann.enters(stack.demoUrl(), room);
    bob.enters(stack.demoUrl(), room);
    Pair pair = new Pair(ann, bob).inAnAudioCall();
    cleo.enters(stack.demoUrl(), room);
    calls(cleo, "Bob");
    cleo.isTold("^Bob is in another call. Try again later.$", "busy");
    cleo.is("room");
    pair.areConnected();
    pair.both().forEach(Visitor::hears);
    ann.clicks("hang-up");
    bob.is("room");
    calls(cleo, "Bob");
    bob.is("incoming");
    bob.clicks("accept-audio");
    new Pair(cleo, bob).areConnected();
    ann.is("room");
  }

  private static void calls(Visitor visitor, String peer) {
    visitor
        .at("peer")
        .filter(new Locator.FilterOptions().setHasText(peer))
        .getByTestId("peer-call-audio")
        .click();
  }
}
