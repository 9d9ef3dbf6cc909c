package dev.offhook.simulation;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonArray;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.Json.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The room that a tab is in, as it was told, and what is said there. */
final class Meeting {

  private final Tab tab;
  private final World world;
  private Optional<String> room = Optional.empty();
  private final List<JsonObject> news = new ArrayList<>();
  private boolean walks;
  private boolean speaks;
  private Set<String> mates = new TreeSet<>();

  Meeting(Tab tab, World world) {
    this.tab = tab;
    this.world = world;
  }

  /** Which room, with whom of those who count. */
  String told(Predicate<String> counts) {
    return room.map(name -> name + " with " + mates.stream().filter(counts).toList())
        .orElse("none");
  }

  /** Goes into a room, unless it is on its way to or from one. */
  void join(String name) {
    walk(
        "room:join",
        Json.object().put("room", name),
        answer -> {
          if (Frames.action(answer).equals("room:joined")) {
            entered(answer);
          }
        });
  }

  /** Leaves its room, unless it is on its way to or from one. */
  void leave() {
    walk("room:leave", Json.object(), answer -> left());
  }

  private void walk(String action, ObjectBuilder members, Consumer<JsonObject> then) {
    if (!walks) {
      walks = true;
      asks();
      tab.ask(
          action,
          members,
          answer -> {
            walks = false;
            then.accept(answer);
          });
    }
  }

  /** Asks where it is: what is heard from now on may be newer than the answer. */
  void asks() {
    news.clear();
  }

  private void left() {
    room = Optional.empty();
    mates = new TreeSet<>();
  }

  /** Says something to the peer of the call, or to those in the room, once the last word is out. */
  void chat() {
    if (!speaks) {
      speaks = true;
      tab.ask(
          "chat:text",
          Json.object().put("text", world.ledger().newChat(tab)),
          answer -> speaks = false);
    }
  }

  void established(JsonObject frame) {
    if (frame.member("room").isPresent()) {
      entered(frame);
    } else {
      left();
    }
  }

  private void entered(JsonObject frame) {
    room = frame.text("room");
    mates = new TreeSet<>();
    if (frame.member("peers").orElse(null) instanceof JsonArray peers) {
      for (Json peer : peers.elements()) {
        if (peer instanceof JsonObject object) {
          object.text("sessionId").ifPresent(mates::add);
        }
      }
    }
    news.forEach(this::apply);
  }

  void heard(JsonObject frame) {
    news.add(frame);
    apply(frame);
    if (Frames.action(frame).equals("chat:text")) {
      world.ledger().chatHeard(tab.guest, frame, world.faults().keepOrder());
    }
  }

  private void apply(JsonObject frame) {
    Optional<String> peer = frame.object("peer").flatMap(one -> one.text("sessionId"));
    switch (Frames.action(frame)) {
      case "room:peer-joined" -> peer.filter(one -> isOfRoom(frame)).ifPresent(mates::add);
      case "room:peer-left" -> peer.filter(one -> isOfRoom(frame)).ifPresent(mates::remove);
      default -> {}
    }
  }

  private boolean isOfRoom(JsonObject frame) {
    return room.isPresent() && room.equals(frame.text("room"));
  }
}
