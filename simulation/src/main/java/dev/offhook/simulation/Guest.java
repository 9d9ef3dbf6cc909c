package dev.offhook.simulation;

import dev.offhook.json.Json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A guest: one session, and the tabs that it opened one after the other. */
final class Guest {

  final String name;
  private final String session;
  private final String token;
  private final World world;
  private final Habits habits;
  private final List<Tab> tabs = new ArrayList<>();

  Guest(String name, String session, String token, World world) {
    this.name = name;
    this.session = session;
    this.token = token;
    this.world = world;
    this.habits = new Habits(this, world);
  }

  String session() {
    return session;
  }

  String token() {
    return token;
  }

  /** Opens a tab, perhaps beside another. */
  void openTab() {
    Tab tab = new Tab(this, name + "/" + (tabs.size() + 1), world);
    tabs.add(tab);
    tab.connect();
  }

  /** The tab that is looked at: the last one that is not over. */
  Optional<Tab> tab() {
    return liveTabs().reversed().stream().findFirst();
  }

  boolean hadSeveralTabs() {
    return tabs.size() > 1;
  }

  /** Its side of its call. */
  Optional<Leg> leg() {
    return tab().flatMap(tab -> tab.phone.leg());
  }

  /** All tabs that are not over. */
  List<Tab> liveTabs() {
    return tabs.stream().filter(tab -> tab.state() != Tab.State.STOPPED).toList();
  }

  /** Whether none of its tabs waits for anything. */
  boolean isSettled() {
    return liveTabs().stream().allMatch(Tab::isSettled);
  }

  /** Begins to do this and that. */
  void live() {
    openTab();
    habits.begin();
  }

  void established(JsonObject frame) {
    if (!frame.text("sessionId").orElse("").equals(session)) {
      world.broken().report(this + " is told that it is somebody else");
    }
  }

  /** Its phone rings. */
  void rings(Phone phone, Leg leg) {
    habits.rings(phone, leg);
  }

  @Override
  public String toString() {
    return name;
  }
}
