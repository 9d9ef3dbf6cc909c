package dev.offhook.dynamodb;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Attribute values and the items they make up. Times are kept in milliseconds since 1970. */
final class Attributes {

  /** Where there is a place for a text, but no text. */
  static final AttributeValue NOTHING = AttributeValue.fromNul(true);

  private Attributes() {}

  static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  static AttributeValue millis(Instant time) {
    return number(time.toEpochMilli());
  }

  static AttributeValue seconds(Instant time) {
    return number(time.getEpochSecond());
  }

  static AttributeValue map(Map<String, AttributeValue> members) {
    return AttributeValue.fromM(members);
  }

  /** The text of that name; empty if there is none, or {@link #NOTHING}. */
  static Optional<String> findText(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name)).flatMap(value -> Optional.ofNullable(value.s()));
  }

  static Optional<Long> findNumber(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name)).map(value -> Long.valueOf(value.n()));
  }

  static Optional<Instant> findMillis(Map<String, AttributeValue> item, String name) {
    return findNumber(item, name).map(Instant::ofEpochMilli);
  }

  static Optional<Map<String, AttributeValue>> findMap(
      Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name)).map(AttributeValue::m);
  }

  static List<AttributeValue> requiredList(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name))
        .map(AttributeValue::l)
        .orElseThrow(() -> missing(name));
  }

  static String requiredText(Map<String, AttributeValue> item, String name) {
    return findText(item, name).orElseThrow(() -> missing(name));
  }

  static Instant requiredMillis(Map<String, AttributeValue> item, String name) {
    return findMillis(item, name).orElseThrow(() -> missing(name));
  }

  static Instant requiredSeconds(Map<String, AttributeValue> item, String name) {
    return Instant.ofEpochSecond(findNumber(item, name).orElseThrow(() -> missing(name)));
  }

  private static IllegalStateException missing(String name) {
    return new IllegalStateException("an item without " + name);
  }
}
