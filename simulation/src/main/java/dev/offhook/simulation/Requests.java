package dev.offhook.simulation;

import dev.offhook.json.Json.JsonObject;
import dev.offhook.simulation.Agenda.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a tab asked and has no answer to yet. It asks again with the same id: when no answer comes,
 * when it has a new connection, and when the answer says that trying again may help.
 */
final class Requests {

  private static final long ANSWER_MILLIS = 4000;
  private static final long PATIENCE_MILLIS = 240_000;

  /** Trying again is for the service's faults only, if not asked for more. */
  private static final Set<String> FAULTS = Set.of("internal", "rate-limited", "session-expired");

  private final Tab tab;
  private final Agenda agenda;
  private final Map<String, Request> open = new LinkedHashMap<>();

  Requests(Tab tab, Agenda agenda) {
    this.tab = tab;
    this.agenda = agenda;
  }

  /**
   * A frame that is to be answered.
   *
   * @param insists whether it is asked again also when the peer is unavailable
   * @param then takes the answer, an {@code error} too
   */
  record Request(String id, String text, boolean insists, long since, Consumer<JsonObject> then) {}

  /** Asks, now or as soon as there is a connection. */
  void ask(String id, String text, boolean insists, Consumer<JsonObject> then) {
    Request request = new Request(id, text, insists, agenda.elapsed(), then);
    open.put(id, request);
    insist(request);
  }

  private void insist(Request request) {
    Request asked = open.get(request.id);
    boolean waits = asked != null && asked.since == request.since;
    if (waits && agenda.elapsed() - request.since > PATIENCE_MILLIS) {
      open.remove(request.id);
    } else if (waits) {
      tab.transmit(request.text);
      agenda.after(ANSWER_MILLIS, Kind.WAIT, () -> insist(request));
    }
  }

  /** Asks once more what was asked before, and perhaps answered. */
  void askAgain(String id, String text) {
    if (open.containsKey(id)) {
      tab.transmit(text);
    } else {
      ask(id, text, true, answer -> {});
    }
  }

  /** Asks everything again that has no answer. */
  void askAllAgain() {
    for (Request request : List.copyOf(open.values())) {
      tab.transmit(request.text);
    }
  }

  /** Takes an answer; false if nothing was asked by that id. */
  boolean answered(JsonObject frame) {
    String id = frame.text("id").orElse("");
    Request request = open.get(id);
    if (request == null) {
      return false;
    }
    if (isTriedAgain(request, frame)) {
      // It is asked again when its time has come.
      return true;
    }
    open.remove(id);
    request.then.accept(frame);
    return true;
  }

  private static boolean isTriedAgain(Request request, JsonObject frame) {
    String code = frame.text("code").orElse("");
    return FAULTS.contains(code) || (request.insists && code.equals("peer-unavailable"));
  }

  /** Asks that no more. */
  void forget(String id) {
    open.remove(id);
  }

  void forgetAll() {
    open.clear();
  }

  boolean isEmpty() {
    return open.isEmpty();
  }
}
