package dev.offhook.json;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON value (RFC 8259). Numbers keep the text they were written with and objects the order of
 * their members, so that a value read and written again says what it said.
 */
public sealed interface Json {

  /** A JSON object. Member names are unique. */
  record JsonObject(Map<String, Json> members) implements Json {
    public JsonObject {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** The member of that name; one that is {@code null} is as if absent. */
    public Optional<Json> member(String name) {
      return Optional.ofNullable(members.get(name)).filter(value -> !(value instanceof JsonNull));
    }

    /** The text of a string member; empty if it is absent or no string. */
    public Optional<String> text(String name) {
      return member(name)
          .flatMap(
              value -> value instanceof JsonString s ? Optional.of(s.value()) : Optional.empty());
    }

    /** A member that is an object; empty if it is absent or no object. */
    public Optional<JsonObject> object(String name) {
      return member(name)
          .flatMap(value -> value instanceof JsonObject o ? Optional.of(o) : Optional.empty());
    }
  }

  /** A JSON array. */
  record JsonArray(List<Json> elements) implements Json {
    public JsonArray {
      elements = List.copyOf(elements);
    }
  }

  /** A JSON string. */
  record JsonString(String value) implements Json {}

  /** A JSON number, as it was written. */
  record JsonNumber(String text) implements Json {

    /** Longer than any number that is read as one; others are only passed on. */
    private static final int MAX_READ_CHARACTERS = 64;

    /**
     * The number, if it is a whole one from {@code min} to {@code max}; {@code 1.0} and {@code 1e0}
     * are. Nothing is computed with an exponent that leads out of the range.
     */
    public Optional<Long> whole(long min, long max) {
      if (text.length() > MAX_READ_CHARACTERS) {
        return Optional.empty();
      }
      try {
        BigDecimal value = new BigDecimal(text);
        boolean inRange =
            value.compareTo(BigDecimal.valueOf(min)) >= 0
                && value.compareTo(BigDecimal.valueOf(max)) <= 0;
        return inRange ? Optional.of(value.longValueExact()) : Optional.empty();
      } catch (ArithmeticException | NumberFormatException notWhole) {
        return Optional.empty();
      }
    }
  }

  /** {@code true} or {@code false}. */
  record JsonBoolean(boolean value) implements Json {}

  /** {@code null}. */
  record JsonNull() implements Json {}

  /** A string value. */
  static Json of(String value) {
    return new JsonString(value);
  }

  /** A number value. */
  static Json of(long value) {
    return new JsonNumber(Long.toString(value));
  }

  /** A boolean value. */
  static Json of(boolean value) {
    return new JsonBoolean(value);
  }

  /** Starts an object whose members are written in the order they are put. */
  static ObjectBuilder object() {
    return new ObjectBuilder();
  }

  /** An object under construction. */
  final class ObjectBuilder {
    private final Map<String, Json> members = new LinkedHashMap<>();

    private ObjectBuilder() {}

    public ObjectBuilder put(String name, Json value) {
      members.put(name, value);
      return this;
    }

    public ObjectBuilder put(String name, String value) {
      return put(name, of(value));
    }

    public ObjectBuilder put(String name, long value) {
      return put(name, of(value));
    }

    public ObjectBuilder put(String name, boolean value) {
      return put(name, of(value));
    }

    /** Puts the member only if there is a value. */
    public ObjectBuilder put(String name, Optional<Json> value) {
      value.ifPresent(present -> put(name, present));
      return this;
    }

    public ObjectBuilder putAll(Map<String, Json> values) {
      members.putAll(values);
      return this;
    }

    public JsonObject build() {
      return new JsonObject(members);
    }
  }
}
