package dev.offhook.simulation;

import dev.offhook.protocol.SessionId;
import dev.offhook.session.Mail;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was put into mail and accepted by that: it is posted some day, or dropped for good reason.
 */
final class Deliveries {

  private final Broken broken;
  private final Map<String, NavigableMap<Long, String>> waiting = new HashMap<>();

  /** Who took a place before and fills it now is told of the departure too. */
  private final Map<String, List<Mail>> discarded = new HashMap<>();

  Deliveries(Broken broken) {
    this.broken = broken;
  }

  /** A frame was put into a place. */
  void put(SessionId session, long place, String frame) {
    boolean tooLate = isDiscarded(session.value(), place);
    if (!tooLate) {
      of(session.value()).put(place, frame);
    }
  }

  /** Whether a place was dropped: who fills it later leaves it to its TTL. */
  boolean isDiscarded(Guest guest, long place) {
    return isDiscarded(guest.session(), place);
  }

  private boolean isDiscarded(String session, long place) {
    return discarded.getOrDefault(session, List.of()).stream()
        .anyMatch(mail -> mail.first() <= place && place < mail.end());
  }

  /** The session departed: nobody is there to get it. */
  void discarded(SessionId session, Mail mail) {
    of(session.value()).subMap(mail.first(), mail.end()).clear();
    discarded.computeIfAbsent(session.value(), id -> new ArrayList<>()).add(mail);
  }

  /** The gateway took a frame for the session. */
  void posted(String session, String frame) {
    Optional<Long> oldest =
        of(session).entrySet().stream()
            .filter(entry -> entry.getValue().equals(frame))
            .map(Map.Entry::getKey)
            .min(Comparator.naturalOrder());
    oldest.ifPresent(of(session)::remove);
  }

  private NavigableMap<Long, String> of(String session) {
    return waiting.computeIfAbsent(session, id -> new TreeMap<>());
  }

  /** Nothing waits any more for somebody who is there. */
  void checkNothingWaits(Guest guest) {
    of(guest.session())
        .forEach(
            (place, frame) ->
                broken.report(
                    "what was queued for %s in place %d was never posted: %s"
                        .formatted(guest, place, frame)));
  }
}
