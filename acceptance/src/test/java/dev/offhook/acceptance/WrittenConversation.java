package dev.offhook.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Frames;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A conversation from {@code docs/conversations}, which the client's tests read too; its README
 * says what the steps are.
 *
 * @param name the rule that it shows
 */
record WrittenConversation(String name, List<String> people, List<JsonNode> steps) {

  private static final Path FOLDER = Path.of("..", "docs", "conversations");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CALL = "{call}";

  /** All of them. */
  static List<WrittenConversation> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(WrittenConversation::read)
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static WrittenConversation read(Path file) {
    try {
      JsonNode json = JSON.readTree(file.toFile());
      return new WrittenConversation(
          json.get("name").textValue(),
          json.get("people").valueStream().map(JsonNode::textValue).toList(),
          json.get("steps").valueStream().toList());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(file.toString(), unreadable);
    }
  }

  /** Holds it with a service. */
  void hold(Service service) {
    Map<String, Guest> guests = new LinkedHashMap<>();
    Map<String, String> known = new LinkedHashMap<>();
    for (String person : people) {
      Guest guest =
          service.guestNamed(person.substring(0, 1).toUpperCase(Locale.ROOT) + person.substring(1));
      guest.connect();
      guest.hello();
      guests.put(person, guest);
      known.put("{" + person + "}", guest.sessionId());
    }
    for (JsonNode step : steps) {
      Guest who = Objects.requireNonNull(guests.get(step.get("who").textValue()));
      take(step, who, known);
    }
  }

  private static void take(JsonNode step, Guest who, Map<String, String> known) {
    if (step.has("sends")) {
      matches(step.get("answer"), who.ask(filled(step.get("sends"), known)), known);
    } else if (step.has("gets")) {
      JsonNode expected = step.get("gets");
      matches(expected, who.socket().take(expected.get("action").textValue()), known);
    } else if (step.has("loses")) {
      who.socket().close();
    } else {
      who.connect();
      matches(step.get("answer"), who.ask(filled(step.get("returns"), known)), known);
    }
  }

  /** The frame with what its names stand for. */
  private static ObjectNode filled(JsonNode frame, Map<String, String> known) {
    String text = frame.toString();
    for (Map.Entry<String, String> name : known.entrySet()) {
      text = text.replace('"' + name.getKey() + '"', '"' + name.getValue() + '"');
    }
    return (ObjectNode) Frames.parse(text);
  }

  private static void matches(JsonNode expected, JsonNode actual, Map<String, String> known) {
    if (!has(actual, expected, known)) {
      throw new AssertionError("\nexpected " + filled(expected, known) + "\nbut was  " + actual);
    }
  }

  /**
   * Whether everything that is expected is there; the first id of a call is taken for the call's.
   */
  private static boolean has(JsonNode actual, JsonNode expected, Map<String, String> known) {
    if (expected.isObject()) {
      return expected
          .propertyStream()
          .allMatch(
              member ->
                  actual.has(member.getKey())
                      && has(actual.get(member.getKey()), member.getValue(), known));
    }
    if (expected.isTextual()) {
      String text = expected.textValue();
      if (text.equals(CALL)) {
        known.putIfAbsent(CALL, actual.asText());
      }
      return actual.isTextual() && actual.textValue().equals(known.getOrDefault(text, text));
    }
    return actual.equals(expected);
  }

  @Override
  public String toString() {
    return name;
  }
}
