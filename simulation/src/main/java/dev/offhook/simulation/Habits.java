package dev.offhook.simulation;

import dev.offhook.simulation.Agenda.Kind;
import dev.offhook.simulation.Faults.Fault;
import java.util.List;
import java.util.Optional;

/** What a guest does when: calls, takes calls, talks, walks from room to room, loses its way. */
final class Habits {

  private static final List<String> ROOMS = List.of("kitchen", "garden");

  private final Guest guest;
  private final World world;
  private final Faults faults;

  Habits(Guest guest, World world) {
    this.guest = guest;
    this.world = world;
    this.faults = world.faults();
  }

  /** From now on it does something every few seconds, until the world settles. */
  void begin() {
    long pause = faults.below(6) == 0 ? faults.millis(0, 50) : faults.millis(100, 5000);
    world.agenda().after(pause, Kind.WAIT, this::act);
  }

  private void act() {
    if (world.isSettling()) {
      return;
    }
    Optional<Tab> tab = guest.tab();
    if (faults.happens(Fault.DROPPED_CONNECTION)) {
      tab.ifPresent(open -> open.goOffline(outageMillis()));
    } else if (tab.isPresent()) {
      actIn(tab.get());
    } else if (faults.below(4) == 0) {
      guest.openTab();
    }
    begin();
  }

  /** Mostly short, often close to the resume window, sometimes longer. */
  private long outageMillis() {
    long window = world.resumeMillis();
    return switch (faults.below(4)) {
      case 0, 1 -> faults.millis(0, 2000);
      case 2 -> faults.millis(window - 500, window + 500);
      default -> faults.millis(0, 3 * window);
    };
  }

  private void actIn(Tab tab) {
    int dice = faults.below(100);
    boolean ready = tab.state() == Tab.State.READY;
    if (dice < 1) {
      tab.vanish();
    } else if (dice < 4) {
      guest.openTab();
    } else if (tab.phone.leg().isPresent() && dice < 70) {
      inCall(tab, tab.phone, tab.phone.leg().get());
    } else if (!ready) {
      return;
    } else if (dice < 14) {
      tab.meeting.join(ROOMS.get(faults.below(ROOMS.size())));
    } else if (dice < 18) {
      tab.meeting.leave();
    } else if (dice < 26) {
      tab.meeting.chat();
    } else if (dice < 27) {
      world.revoke(guest);
    } else if (dice < 70) {
      tab.phone.call(somebodyElse().session());
    }
  }

  private Guest somebodyElse() {
    List<Guest> others = world.guests().stream().filter(one -> one != guest).toList();
    return others.get(faults.below(others.size()));
  }

  private void inCall(Tab tab, Phone phone, Leg leg) {
    int dice = faults.below(100);
    if (dice < 15) {
      phone.hangUp(leg);
    } else if (dice < 40) {
      tab.meeting.chat();
    } else {
      for (int frames = 1 + faults.below(4); frames > 0; frames--) {
        phone.speak(leg, faults.below(6) == 0);
      }
    }
  }

  /** Takes the call, or not, at once, later, or close to the end of the ringing. */
  void rings(Phone phone, Leg leg) {
    int dice = faults.below(100);
    long ring = world.ringMillis();
    long pause =
        switch (faults.below(4)) {
          case 0 -> faults.millis(0, 50);
          case 1 -> faults.millis(ring - 300, ring + 300);
          default -> faults.millis(200, 5000);
        };
    if (dice < 70) {
      world.agenda().after(pause, Kind.WAIT, () -> phone.answer(leg));
    } else if (dice < 85) {
      world.agenda().after(pause, Kind.WAIT, () -> phone.hangUp(leg));
    }
  }
}
