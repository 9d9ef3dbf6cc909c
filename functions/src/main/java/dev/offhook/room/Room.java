package dev.offhook.room;

import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.SessionId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A meeting place.
 *
 * @param places who has a place, and as the how manieth it was taken; numbers only grow, so that
 *     the order of coming is never in doubt
 */
public record Room(RoomName name, Map<SessionId, Long> places) {

  public Room {
    places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
  }

  /** A room that nobody is in. */
  public static Room empty(RoomName name) {
    return new Room(name, Map.of());
  }

  /** The others in the room, in the order they came. */
  public List<SessionId> othersThan(SessionId session) {
    List<SessionId> others = new ArrayList<>();
    places.entrySet().stream()
        .filter(place -> !place.getKey().equals(session))
        .sorted(Map.Entry.comparingByValue())
        .forEach(place -> others.add(place.getKey()));
    return others;
  }

  public boolean holds(SessionId session) {
    return places.containsKey(session);
  }

  /** Whether there is a place for one more. */
  public boolean hasPlace(int roomSize) {
    return places.size() < roomSize;
  }

  /** The room with that session as the last to come; unchanged if it is there already. */
  public Room with(SessionId session) {
    if (holds(session)) {
      return this;
    }
    Map<SessionId, Long> more = new LinkedHashMap<>(places);
    more.put(session, places.values().stream().mapToLong(Long::longValue).max().orElse(0) + 1);
    return new Room(name, more);
  }

  /** The room without those sessions. */
  public Room without(Set<SessionId> sessions) {
    Map<SessionId, Long> fewer = new LinkedHashMap<>(places);
    fewer.keySet().removeAll(sessions);
    return new Room(name, fewer);
  }

  /** Whether that session offers: it came to find another there. */
  public boolean offers(SessionId session) {
    long own = places.getOrDefault(session, Long.MAX_VALUE);
    return places.values().stream().anyMatch(place -> place < own);
  }
}
