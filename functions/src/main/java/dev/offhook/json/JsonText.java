package dev.offhook.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.offhook.json.Json.JsonArray;
import dev.offhook.json.Json.JsonBoolean;
import dev.offhook.json.Json.JsonNull;
import dev.offhook.json.Json.JsonNumber;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.Json.JsonString;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and writes JSON text (RFC 8259), strictly: one value and nothing behind it, no member
 * twice, at most {@value #MAX_DEPTH} levels deep, no unpaired surrogates (RFC 7493).
 */
public final class JsonText {

  /** How deep arrays and objects may be nested. */
  public static final int MAX_DEPTH = 32;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // What strangers name their members is kept in no table that outlives the text.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private JsonText() {}

  /** The value that the text is, or empty if it isn't JSON. */
  public static Optional<Json> read(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        return Optional.empty();
      }
      Json value = value(parser);
      return parser.nextToken() == null ? Optional.of(value) : Optional.empty();
    } catch (JsonProcessingException | UnpairedSurrogateException notJson) {
      return Optional.empty();
    } catch (IOException impossible) {
      throw new UncheckedIOException("reading a string", impossible);
    }
  }

  /** The object that the text is, or empty if it isn't JSON or no object. */
  public static Optional<JsonObject> readObject(String text) {
    return read(text)
        .flatMap(value -> value instanceof JsonObject o ? Optional.of(o) : Optional.empty());
  }

  /** The value as compact JSON text. */
  public static String write(Json value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      write(value, generator);
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to a string", impossible);
    }
    return text.toString();
  }

  private static Json value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> new JsonString(wellFormed(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getText());
      case VALUE_TRUE -> new JsonBoolean(true);
      case VALUE_FALSE -> new JsonBoolean(false);
      case VALUE_NULL -> new JsonNull();
      case END_ARRAY, END_OBJECT, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value begins with " + token);
    };
  }

  private static JsonObject object(JsonParser parser) throws IOException {
    Map<String, Json> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = wellFormed(parser.currentName());
      parser.nextToken();
      members.put(name, value(parser));
    }
    return new JsonObject(members);
  }

  private static JsonArray array(JsonParser parser) throws IOException {
    List<Json> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(parser));
    }
    return new JsonArray(elements);
  }

  private static String wellFormed(String text) {
    boolean unpaired =
        text.codePoints()
            .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    if (unpaired) {
      throw new UnpairedSurrogateException();
    }
    return text;
  }

  private static void write(Json value, JsonGenerator generator) throws IOException {
    switch (value) {
      case JsonObject object -> {
        generator.writeStartObject();
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
          generator.writeFieldName(member.getKey());
          write(member.getValue(), generator);
        }
        generator.writeEndObject();
      }
      case JsonArray array -> {
        generator.writeStartArray();
        for (Json element : array.elements()) {
          write(element, generator);
        }
        generator.writeEndArray();
      }
      case JsonString string -> generator.writeString(string.value());
      case JsonNumber number -> generator.writeNumber(number.text());
      case JsonBoolean bool -> generator.writeBoolean(bool.value());
      case JsonNull nothing -> generator.writeNull();
    }
  }

  private static final class UnpairedSurrogateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnpairedSurrogateException() {
      super("unpaired surrogate", null, false, false);
    }
  }
}
