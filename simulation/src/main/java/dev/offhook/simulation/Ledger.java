package dev.offhook.simulation;

import dev.offhook.json.Json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Who said what in which call, and who may hear it: finds what reaches somebody it isn't meant for,
 * what arrives out of turn, and what never arrives.
 */
final class Ledger {

  private record Said(Tab by, Optional<Leg> leg, long seq) {
    String session() {
      return by.guest.session();
    }
  }

  private final Broken broken;
  private final Map<String, Said> said = new HashMap<>();
  private final Map<String, Set<String>> sidesByCall = new HashMap<>();
  private final Map<String, Map<Tab, String>> tabsByCall = new HashMap<>();
  private final Map<String, String> lastOpener = new HashMap<>();
  private final Set<String> met = new HashSet<>();
  private final Set<String> joinedBeforeTheirMail = new HashSet<>();
  private final Map<String, Long> lastChat = new HashMap<>();
  private final Set<String> heardChats = new HashSet<>();
  private int lastMark;

  Ledger(Broken broken) {
    this.broken = broken;
  }

  /** A call was opened between those. */
  void opened(String callId, String caller, String callee) {
    sidesByCall.put(callId, Set.of(caller, callee));
    meet(caller, callee);
  }

  /** That frame opened a call: it opens no other, as long as it is the last that did. */
  void openedBy(String caller, String frame) {
    if (frame.equals(lastOpener.put(caller, frame))) {
      broken.report("the same offer opened two calls: " + frame);
    }
  }

  /** A tab takes part in a call. */
  void identified(String callId, Tab tab) {
    tabsByCall.computeIfAbsent(callId, id -> new HashMap<>()).put(tab, tab.guest.session());
  }

  /** Whether several tabs of a guest took part in a call, each with numbers of its own. */
  boolean isShared(String callId) {
    Map<Tab, String> tabs = tabsByCall.getOrDefault(callId, Map.of());
    return tabs.size() > new HashSet<>(tabs.values()).size();
  }

  /** Those two share a room, or a call. */
  void meet(String one, String other) {
    met.add(one + " " + other);
    met.add(other + " " + one);
  }

  /** A mark for the next frame of a call. */
  String newMark(Tab by, Leg leg) {
    return mark(new Said(by, Optional.of(leg), leg.sent.size() + 1L));
  }

  /** A mark for a chat. */
  String newChat(Tab by) {
    return mark(new Said(by, Optional.empty(), 0));
  }

  private String mark(Said one) {
    String mark = one.by.guest.name + "'s word " + ++lastMark;
    said.put(mark, one);
    return mark;
  }

  /** The gateway is given a frame for that guest. */
  void posted(Guest to, JsonObject frame) {
    Optional<String> callId = Frames.callId(frame);
    Set<String> sides = callId.map(id -> sidesByCall.getOrDefault(id, Set.of())).orElse(Set.of());
    Optional<String> from = Frames.from(frame);
    if (callId.isPresent() && !sides.contains(to.session())) {
      broken.report(Frames.action(frame) + " of a call that " + to + " is not in is posted to it");
    }
    if (from.isPresent() && callId.isPresent() && !sides.contains(from.get())) {
      broken.report(
          Frames.action(frame) + " from somebody who is not in the call is posted to " + to);
    }
    if (from.isPresent() && !met.contains(from.get() + " " + to.session())) {
      broken.report(Frames.action(frame) + " from somebody it never met is posted to " + to);
    }
    Frames.mark(frame).ifPresent(mark -> checkAuthor(mark, from, to));
  }

  private void checkAuthor(String mark, Optional<String> from, Guest to) {
    Said one = said.get(mark);
    if (one == null || !from.equals(Optional.of(one.session()))) {
      broken.report("what was never said, or by another, is posted to " + to + ": " + mark);
    } else if (one.leg.isPresent() && !one.leg.get().peer.equals(to.session())) {
      broken.report("what was said to another is posted to " + to + ": " + mark);
    }
  }

  /** A frame of a call is the next for that guest's side of it. */
  void delivered(Guest to, Leg leg, JsonObject frame) {
    String mark = Frames.mark(frame).orElse("");
    Said one = said.get(mark);
    boolean inTurn = one != null && one.session().equals(leg.peer) && one.seq == leg.received();
    if (!inTurn) {
      broken.report(
          to + " takes " + mark + " for number " + leg.received() + " of " + leg.callId());
    }
  }

  /**
   * A session went into a room while something waited for it: notices of the room it was in before
   * may come after the answer.
   */
  void joinedBeforeItsMail(String session) {
    joinedBeforeTheirMail.add(session);
  }

  boolean hasJoinedBeforeItsMail(String session) {
    return joinedBeforeTheirMail.contains(session);
  }

  /**
   * A chat arrived. Chats have no number, so that what overtakes arrives like that; but where
   * nothing of that kind can happen those of a tab come in turn, those that waited too. One that
   * comes again, because two handlers delivered the same mail, counts for nothing.
   */
  void chatHeard(Guest by, JsonObject frame, boolean inTurn) {
    String mark = Frames.mark(frame).orElse("");
    if (!heardChats.add(by.session() + " " + mark)) {
      return;
    }
    String line = Objects.requireNonNull(said.get(mark)).by + " " + by.session();
    long number = Long.parseLong(mark.substring(mark.lastIndexOf(' ') + 1));
    Long last = lastChat.put(line, number);
    if (inTurn && last != null && last > number) {
      broken.report(by + " hears " + mark + " after number " + last);
    }
  }
}
