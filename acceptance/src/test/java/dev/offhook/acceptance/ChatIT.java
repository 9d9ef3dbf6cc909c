package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.ack;
import static dev.offhook.acceptance.wire.Frames.error;
import static dev.offhook.acceptance.wire.Frames.frame;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Chat in rooms and in calls. */
@OffhookStack
class ChatIT {

  private static final ObjectNode FILE =
      frame(
          """
          {action: 'chat:file', file: {name: 'zQ7x b.pdf', size: 9007199254740991,
           mimeType: 'application/pdf', url: 'https://files.example/zQ7x?b#c'}}
          """);
  private static final ObjectNode VOICE =
      frame(
          """
          {action: 'chat:voice', voice: {durationMs: 3600000, size: 0,
           mimeType: 'audio/webm;codecs=opus', url: 'https://files.example/zQ7x'}}
          """);

  private final Service service;

  ChatIT(LocalStack stack) {
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  void inARoomItGoesToTheOtherWithoutACallId() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    Guest eve = service.online("Eve");
    Rooms.meet(ann, bob);
    for (ObjectNode said : List.of(Said.text("h\u00e9 \ud83d\ude00 \"\\\n"), FILE, VOICE)) {
      bob.asks(said, ack("delivered"));
      ObjectNode heard = said.deepCopy();
      heard.remove("stranger");
      heard.set("from", bob.sender());
      ann.expects(heard);
    }
    ann.expectsNothing();
    bob.expectsNothing();
    eve.expectsNothing();
  }

  @Test
  void inACallItGoesToThePeerWithTheCallId() {
    CallBetween call = CallBetween.ringing(service);
    for (ObjectNode said : List.of(Said.text("1"), FILE, VOICE)) {
      call.caller().asks(said, ack("delivered", call.callId()));
      call.callee().expects(Said.relayed(said, call.caller(), call.callId()));
      call.callee().asks(said, ack("delivered", call.callId()));
      call.caller().expects(Said.relayed(said, call.callee(), call.callId()));
    }
    call.stillRings();
  }

  @Test
  void inACallItGoesToThePeerAndNotToTheRoom() {
    Guest ann = service.online("Ann");
    Guest mate = service.online("Mate");
    Rooms.meet(ann, mate);
    CallBetween call = CallBetween.ringing(ann, service.online("Bob")).answered();
    ann.asks(Said.text("private"), ack("delivered", call.callId()));
    call.callee().socket().take("chat:text");
    mate.expectsNothing();
    mate.asks(Said.text("to my room-mate"), ack("delivered"));
    ann.socket().take("chat:text");
    call.isActive();
  }

  @Test
  @Code("no-peer")
  void withNobodyThereItIsRefused() {
    Guest ann = service.online("Ann");
    for (ObjectNode said : List.of(Said.text("1"), FILE, VOICE, Said.offer("1"))) {
      ann.asks(said, error("no-peer", false));
    }
    String room = Rooms.newName();
    ann.asks(Rooms.join(room), Rooms.joined(room, false));
    ann.asks(Said.text("alone"), error("no-peer", false));
    ann.asks(Said.offer("alone"), error("no-peer", false));
    ann.expectsNothing();
  }

  @Test
  void membersThatItDoesNotKnowAreLeftOut() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    Rooms.meet(ann, bob);
    ObjectNode said = FILE.deepCopy();
    said.withObject("file").put("path", "/etc/passwd");
    ann.asks(said, ack("delivered"));
    ObjectNode heard = FILE.deepCopy();
    heard.set("from", ann.sender());
    bob.expects(heard);
  }

  @Test
  void aTextHasAThousandCharacters() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    Rooms.meet(ann, bob);
    String thousand = "\ud83d\ude00".repeat(1000);
    ann.asks(Said.text(thousand), ack("delivered"));
    ObjectNode heard = frame("{action: 'chat:text'}").put("text", thousand);
    heard.set("from", ann.sender());
    bob.expects(heard);
    ann.asks(Said.text(thousand + "x"), error("bad-request", false).put("path", "/text"));
    ann.asks(Said.text(""), error("bad-request", false).put("path", "/text"));
    bob.expectsNothing();
  }

  @Test
  void whatIsNotAsItMustBeIsRefusedByItsPath() {
    Guest ann = service.online("Ann");
    Guest bob = service.online("Bob");
    Rooms.meet(ann, bob);
    Map<String, String> files =
        Map.of(
            "name", "'../../x'",
            "size", "-1",
            "mimeType", "'no type'",
            "url", "'javascript:alert(1)'");
    files.forEach((member, value) -> refused(ann, FILE, "file", member, value));
    Map<String, String> voices =
        Map.of("durationMs", "3600001", "size", "1.5", "mimeType", "7", "url", "'http://a.b/c'");
    voices.forEach((member, value) -> refused(ann, VOICE, "voice", member, value));
    bob.expectsNothing();
  }

  private static void refused(
      Guest guest, ObjectNode said, String part, String name, String value) {
    ObjectNode wrong = said.deepCopy();
    wrong.withObject(part).set(name, frame("{value: %s}", value).get("value"));
    guest.asks(wrong, error("bad-request", false).put("path", "/" + part + "/" + name));
  }
}
