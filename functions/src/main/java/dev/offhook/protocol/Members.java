package dev.offhook.protocol;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonArray;
import dev.offhook.json.Json.JsonNumber;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.Json.JsonString;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The members of one JSON object, read with their types and bounds. Every refusal names the member
 * by its JSON Pointer (RFC 6901). A member that is {@code null} is as if absent.
 */
final class Members {

  private final JsonObject object;
  private final String path;

  Members(JsonObject object, String path) {
    this.object = object;
    this.path = path;
  }

  static MalformedException missing(String path) {
    return new MalformedException(path, "member is missing");
  }

  /** Whether the member stands there, even as {@code null}. */
  boolean names(String name) {
    return object.members().containsKey(name);
  }

  Optional<Json> value(String name) {
    return object.member(name);
  }

  String pathTo(String name) {
    return path + "/" + name;
  }

  Optional<String> optionalString(String name) throws MalformedException {
    Optional<Json> value = object.member(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof JsonString string) {
      return Optional.of(string.value());
    }
    throw new MalformedException(pathTo(name), "must be a string");
  }

  /** A string of {@code min} to {@code max} code points. */
  String string(String name, int min, int max) throws MalformedException {
    String value = optionalString(name).orElseThrow(() -> missing(pathTo(name)));
    int length = value.codePointCount(0, value.length());
    if (length < min || length > max) {
      throw new MalformedException(
          pathTo(name), "must have " + min + " to " + max + " characters, not " + length);
    }
    return value;
  }

  /** A string that is not empty and as long as the frame allows. */
  String anyString(String name) throws MalformedException {
    return string(name, 1, Limits.FRAME_BYTES);
  }

  /** An identifier, wrapped. */
  <T> T identifier(String name, Function<String, T> wrap) throws MalformedException {
    return optionalIdentifier(name, wrap).orElseThrow(() -> missing(pathTo(name)));
  }

  <T> Optional<T> optionalIdentifier(String name, Function<String, T> wrap)
      throws MalformedException {
    Optional<String> value = optionalString(name);
    if (value.isPresent() && !Token.isValid(value.get())) {
      throw new MalformedException(pathTo(name), "must be 1 to 64 of A-Z a-z 0-9 _ -");
    }
    return value.map(wrap);
  }

  Optional<Long> optionalWhole(String name, long min, long max) throws MalformedException {
    Optional<Json> value = object.member(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof JsonNumber number) {
      Optional<Long> whole = number.whole(min, max);
      if (whole.isPresent()) {
        return whole;
      }
    }
    throw new MalformedException(pathTo(name), "must be a whole number from " + min + " to " + max);
  }

  long whole(String name, long min, long max) throws MalformedException {
    return optionalWhole(name, min, max).orElseThrow(() -> missing(pathTo(name)));
  }

  /** One of a set of words. */
  <T> Optional<T> optionalWord(
      String name, Function<String, Optional<T>> known, Predicate<T> allowed)
      throws MalformedException {
    Optional<String> text = optionalString(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<T> word = known.apply(text.get()).filter(allowed);
    if (word.isEmpty()) {
      throw new MalformedException(pathTo(name), "is not one of the values allowed here");
    }
    return word;
  }

  Members object(String name) throws MalformedException {
    return optionalObject(name).orElseThrow(() -> missing(pathTo(name)));
  }

  Optional<Members> optionalObject(String name) throws MalformedException {
    Optional<Json> value = object.member(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(objectAt(value.get(), pathTo(name)));
  }

  static Members objectAt(Json value, String path) throws MalformedException {
    if (value instanceof JsonObject object) {
      return new Members(object, path);
    }
    throw new MalformedException(path, "must be an object");
  }

  JsonArray array(String name) throws MalformedException {
    if (object.member(name).orElseThrow(() -> missing(pathTo(name))) instanceof JsonArray array) {
      return array;
    }
    throw new MalformedException(pathTo(name), "must be an array");
  }

  /** The object as it was sent. */
  JsonObject untouched() {
    return object;
  }
}
