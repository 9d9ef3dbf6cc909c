package dev.offhook.simulation;

import dev.offhook.call.CallRecord;
import dev.offhook.session.Session;
import dev.offhook.signaling.Sessions.Admission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What happened, line by line, with names instead of ids. Worlds are run without one; the one that
 * fails is run again with it.
 */
final class Trace {

  /** What the names say already. */
  private static final Pattern NOISE =
      Pattern.compile(
          "\"displayName\":\"[^\"]*\",?|\"from\":\\{\"sessionId\":(\"\\w+\"),?}|2026-\\S{5}T|,\"type\":\"video\"");

  private final boolean on;
  private final Agenda agenda;
  private final Map<String, String> names = new LinkedHashMap<>();
  private final List<String> lines = new ArrayList<>();

  Trace(boolean on, Agenda agenda) {
    this.on = on;
    this.agenda = agenda;
  }

  boolean isOn() {
    return on;
  }

  /** From now on an id is told by that name. */
  void name(String id, String name) {
    if (on) {
      names.put(id, name);
    }
  }

  /** Notes that something happened now. */
  @SuppressWarnings(
      "AnnotateFormatMethod") // It takes lines of the world, and no annotations library.
  void say(String format, Object... arguments) {
    if (on) {
      lines.add("%9.3f  ".formatted(agenda.elapsed() / 1000.0) + format.formatted(arguments));
    }
  }

  /** All lines, readable. */
  List<String> lines() {
    return lines.stream().map(this::readable).toList();
  }

  /** A text with names instead of ids. */
  String readable(String text) {
    String named = text;
    for (Map.Entry<String, String> entry : names.entrySet()) {
      named = named.replace(entry.getKey(), entry.getValue());
    }
    return NOISE.matcher(named).replaceAll(m -> m.group(1) == null ? "" : "\"from\":" + m.group(1));
  }

  /** What a port was given or gave, in short. */
  static String told(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Optional<?> optional -> optional.map(Trace::told).orElse("-");
      case Collection<?> many ->
          many.stream().map(Trace::told).collect(Collectors.joining(", ", "[", "]"));
      case Session session -> told(session);
      case CallRecord call ->
          call.id() + " " + call.state() + " " + call.caller() + ">" + call.callee();
      case Admission.Admitted admitted -> "admitted " + told(admitted.session());
      default -> value.toString();
    };
  }

  private static String told(Session session) {
    return session.id()
        + session.connection().map(connection -> " at " + connection).orElse(" away")
        + session.call().map(call -> " in " + call.id() + " " + call.state()).orElse("")
        + session
            .room()
            .map(place -> " in " + place.room() + " with " + place.peers().keySet())
            .orElse("");
  }
}
