package dev.offhook.dynamodb;

import static dev.offhook.dynamodb.Attributes.findMap;
import static dev.offhook.dynamodb.Attributes.findText;
import static dev.offhook.dynamodb.Attributes.map;
import static dev.offhook.dynamodb.Attributes.millis;
import static dev.offhook.dynamodb.Attributes.requiredMillis;
import static dev.offhook.dynamodb.Attributes.requiredText;
import static dev.offhook.dynamodb.Attributes.text;

import dev.offhook.call.CallOutcome.Notice;
import dev.offhook.call.CallOutcome.NoticeKind;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.EndReason;
import dev.offhook.protocol.FrameId;
import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Session.Ending;
import dev.offhook.session.Session.Leaving;
import dev.offhook.session.Session.Opening;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a session remembers of the last transitions that came from it, as maps on its item. */
final class SessionMemory {

  private static final String OPENING = "opening";
  private static final String ENDING = "ending";
  private static final String LEAVING = "leaving";

  private static final String FRAME = "frame";
  private static final String CALL = "call";
  private static final String PEER = "peer";
  private static final String ROOM = "room";
  private static final String PEERS = "peers";
  private static final String KIND = "kind";
  private static final String REASON = "reason";
  private static final String AT = "at";

  private SessionMemory() {}

  /** Requires that the session has opened no other call than that one last. */
  static Change requireOpening(Change change, Optional<Opening> last) {
    last.ifPresent(
        opening ->
            change
                .require("#opening.#openedCall = :lastOpened")
                .naming("#openedCall", CALL)
                .with(":lastOpened", text(opening.call().value())));
    return last.isPresent() ? change : change.require("attribute_not_exists(#opening)");
  }

  /** Remembers the offer that opened a call. */
  static Change remember(Change change, Opening opening) {
    Map<String, AttributeValue> members = members(Optional.of(opening.frame()), opening.at());
    members.put(CALL, text(opening.call().value()));
    return change.set("#opening = :opening").with(":opening", map(members));
  }

  /** Remembers the end of a call. */
  static Change remember(Change change, Ending ending) {
    Map<String, AttributeValue> members = members(ending.frame(), ending.at());
    members.put(CALL, text(ending.call().value()));
    members.put(PEER, text(ending.peer().value()));
    members.put(KIND, text(ending.notice().kind().name()));
    members.put(REASON, text(ending.notice().reason().wireName()));
    return change.set("#ending = :ending").with(":ending", map(members));
  }

  /** Remembers how the session left a room. */
  static Change remember(Change change, Leaving leaving) {
    Map<String, AttributeValue> members = members(leaving.frame(), leaving.at());
    members.put(ROOM, text(leaving.room().value()));
    members.put(
        PEERS,
        AttributeValue.fromL(leaving.peers().stream().map(peer -> text(peer.value())).toList()));
    members.put(REASON, text(leaving.reason()));
    return change.set("#leaving = :leaving").with(":leaving", map(members));
  }

  /** Forgets how the session ended a call and left a room. */
  static Change forgetDeparture(Change change) {
    return change.remove("#ending").remove("#leaving");
  }

  static Optional<Opening> opening(Map<String, AttributeValue> item) {
    return findMap(item, OPENING)
        .map(
            opening ->
                new Opening(
                    new FrameId(requiredText(opening, FRAME)),
                    new CallId(requiredText(opening, CALL)),
                    requiredMillis(opening, AT)));
  }

  static Optional<Ending> ending(Map<String, AttributeValue> item) {
    return findMap(item, ENDING).map(SessionMemory::readEnding);
  }

  static Optional<Leaving> leaving(Map<String, AttributeValue> item) {
    return findMap(item, LEAVING).map(SessionMemory::readLeaving);
  }

  private static Ending readEnding(Map<String, AttributeValue> ending) {
    return new Ending(
        frame(ending),
        new CallId(requiredText(ending, CALL)),
        new SessionId(requiredText(ending, PEER)),
        new Notice(
            NoticeKind.valueOf(requiredText(ending, KIND)),
            EndReason.of(requiredText(ending, REASON)).orElseThrow()),
        requiredMillis(ending, AT));
  }

  private static Leaving readLeaving(Map<String, AttributeValue> leaving) {
    Set<SessionId> peers = new LinkedHashSet<>();
    Attributes.requiredList(leaving, PEERS).forEach(peer -> peers.add(new SessionId(peer.s())));
    return new Leaving(
        frame(leaving),
        new RoomName(requiredText(leaving, ROOM)),
        peers,
        requiredText(leaving, REASON),
        requiredMillis(leaving, AT));
  }

  private static Map<String, AttributeValue> members(Optional<FrameId> frame, Instant at) {
    Map<String, AttributeValue> members = new LinkedHashMap<>();
    frame.ifPresent(id -> members.put(FRAME, text(id.value())));
    members.put(AT, millis(at));
    return members;
  }

  private static Optional<FrameId> frame(Map<String, AttributeValue> memory) {
    return findText(memory, FRAME).map(FrameId::new);
  }
}
