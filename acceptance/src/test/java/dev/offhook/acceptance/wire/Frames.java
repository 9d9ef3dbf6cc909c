package dev.offhook.acceptance.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * Frames and bodies as JSON trees. In Java sources they are written without double quotes: {@code
 * {action: 'ping', id: 'p-1'}}.
 */
public final class Frames {

  /** Stands in an expected frame for any text that is not empty. */
  public static final String ANY_TEXT = "*";

  /** Stands in an expected frame for any time as the contract writes times. */
  public static final String ANY_TIME = "*time";

  /** Stands in an expected frame for any whole number above zero. */
  public static final String ANY_NUMBER = "*number";

  private static final String PLACE = "%s";
  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final JsonMapper CONVENIENT =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .build();

  private Frames() {}

  /** The frame that this says, each {@code %s} in it replaced by the next value. */
  public static ObjectNode frame(String text, Object... values) {
    try {
      return (ObjectNode) CONVENIENT.readTree(filled(text, values));
    } catch (JsonProcessingException mistake) {
      throw new IllegalArgumentException("not a frame: " + text, mistake);
    }
  }

  private static String filled(String text, Object... values) {
    StringBuilder filled = new StringBuilder(text);
    int from = 0;
    for (Object value : values) {
      int place = filled.indexOf(PLACE, from);
      if (place < 0) {
        throw new IllegalArgumentException("more values than places: " + text);
      }
      filled.replace(place, place + PLACE.length(), value.toString());
      from = place + value.toString().length();
    }
    return filled.toString();
  }

  /** What came over the wire, read strictly. */
  public static JsonNode parse(String text) {
    try {
      return STRICT.readTree(text);
    } catch (JsonProcessingException notJson) {
      throw new AssertionError("not JSON: " + text, notJson);
    }
  }

  /** An {@code error} with that code, but for its id. */
  public static ObjectNode error(String code, boolean retryable) {
    return frame("{action: 'error', code: '%s', message: '*', retryable: %s}", code, retryable);
  }

  /** An {@code ack}, but for its id. */
  public static ObjectNode ack(String delivery) {
    return frame("{action: 'ack', delivery: '%s'}", delivery);
  }

  /** An {@code ack} that names a call, but for its id. */
  public static ObjectNode ack(String delivery, String callId) {
    return ack(delivery).put("callId", callId);
  }

  /**
   * Whether a frame is exactly as expected: the same members, no more and no fewer, in any order,
   * with the same values.
   */
  public static boolean isAsExpected(JsonNode actual, JsonNode expected) {
    if (expected.isTextual()) {
      return isAsExpected(actual, expected.textValue());
    }
    if (expected.isObject()) {
      return actual.isObject()
          && actual.size() == expected.size()
          && expected
              .propertyStream()
              .allMatch(
                  member ->
                      actual.has(member.getKey())
                          && isAsExpected(actual.get(member.getKey()), member.getValue()));
    }
    if (expected.isArray()) {
      boolean same = actual.isArray() && actual.size() == expected.size();
      for (int i = 0; same && i < expected.size(); i++) {
        same = isAsExpected(actual.get(i), expected.get(i));
      }
      return same;
    }
    return actual.equals(expected);
  }

  private static boolean isAsExpected(JsonNode actual, String expected) {
    return switch (expected) {
      case ANY_TEXT -> actual.isTextual() && !actual.textValue().isEmpty();
      case ANY_TIME -> actual.isTextual() && isTime(actual.textValue());
      case ANY_NUMBER -> actual.isIntegralNumber() && actual.longValue() > 0;
      case String text -> actual.isTextual() && actual.textValue().equals(text);
    };
  }

  private static boolean isTime(String text) {
    try {
      Instant.parse(text);
      return text.matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z");
    } catch (DateTimeParseException notATime) {
      return false;
    }
  }
}
