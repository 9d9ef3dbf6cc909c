package dev.offhook.acceptance.browser;

import dev.offhook.acceptance.wire.Overheard;
import dev.offhook.local.LocalStack;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;

/** Two visitors in a room of their own. */
record Pair(Visitor ann, Visitor bob) {

  /** Two at desktop computers meet in a new room. */
  static Pair meet(Visitors visitors, LocalStack stack) {
    return meet(visitors.comes("Ann"), visitors.comes("Bob"), stack);
  }

  /** These two meet in a new room. */
  static Pair meet(Visitor ann, Visitor bob, LocalStack stack) {
    String room = newRoom();
    ann.enters(stack.demoUrl(), room);
    bob.enters(stack.demoUrl(), room);
    return new Pair(ann, bob);
  }

  /** The name of a room that nobody has been in. */
  static String newRoom() {
    return Overheard.MARK + "-" + UUID.randomUUID();
  }

  /** Ann calls, by a click on that button, and it rings at Bob's. */
  Pair rings(String button) {
    ann.clicks(button);
    bob.is("incoming");
    return this;
  }

  /** A video call that Bob took, and that is connected. */
  Pair inAVideoCall() {
    rings("call-video");
    bob.clicks("accept-video");
    return areConnected();
  }

  /** An audio call that Bob took, and that is connected. */
  Pair inAnAudioCall() {
    rings("call-audio");
    bob.clicks("accept-audio");
    return areConnected();
  }

  Pair areConnected() {
    ann.is("connected");
    bob.is("connected");
    return this;
  }

  /** Both click that button at the same instant, a moment from now. */
  void clickAtOnce(String button) {
    clickAtOnce(button, button);
  }

  /** Ann and Bob click a button each, at the same instant. */
  void clickAtOnce(String anns, String bobs) {
    ann.finds(anns);
    bob.finds(bobs);
    Instant moment = Instant.now().plusMillis(400);
    ann.clicksAt(anns, moment);
    bob.clicksAt(bobs, moment);
  }

  /** Both are in the room, free to call again: Bob calls Ann, and it rings. */
  void areFree() {
    ann.is("room");
    bob.is("room");
    bob.clicks("call-audio");
    ann.is("incoming");
  }

  Stream<Visitor> both() {
    return Stream.of(ann, bob);
  }
}
