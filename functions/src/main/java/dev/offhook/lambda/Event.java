package dev.offhook.lambda;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonArray;
import dev.offhook.json.Json.JsonBoolean;
import dev.offhook.json.Json.JsonNumber;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.Json.JsonString;
import dev.offhook.json.JsonText;
import dev.offhook.session.ClientAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Predicate;

/** The JSON that a function is invoked with, and how its parts are reached. */
record Event(JsonObject object) {

  /** Reads the event that Lambda hands over. */
  static Event read(InputStream input) throws IOException {
    String text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
    return new Event(
        JsonText.readObject(text)
            .orElseThrow(() -> new MalformedEventException("the event is not a JSON object")));
  }

  /** Writes what the function returns. */
  static void write(OutputStream output, Json value) throws IOException {
    output.write(JsonText.write(value).getBytes(StandardCharsets.UTF_8));
  }

  Optional<JsonObject> find(String... path) {
    Optional<JsonObject> found = Optional.of(object);
    for (String name : path) {
      found = found.flatMap(parent -> parent.object(name));
    }
    return found;
  }

  JsonObject requestContext() {
    return find("requestContext").orElseThrow(() -> missing("requestContext"));
  }

  /** A list that must be there. */
  JsonArray array(String name) {
    if (object.member(name).orElse(null) instanceof JsonArray array) {
      return array;
    }
    throw missing(name);
  }

  /** A text that must be there. */
  static String text(JsonObject parent, String name) {
    return parent.text(name).orElseThrow(() -> missing(name));
  }

  /** A text of some form that must be there. */
  static String text(JsonObject parent, String name, Predicate<String> form) {
    return parent.text(name).filter(form).orElseThrow(() -> missing(name));
  }

  /** A whole number that must be there; API Gateway writes those of a context as strings. */
  static long whole(JsonObject parent, String name) {
    Optional<Long> number =
        parent
            .member(name)
            .flatMap(
                value ->
                    switch (value) {
                      case JsonNumber found -> found.whole(0, Long.MAX_VALUE);
                      case JsonString found -> digits(found.value());
                      case Json _ -> Optional.empty();
                    });
    return number.orElseThrow(() -> missing(name));
  }

  /** A header, whatever the case of its name. */
  Optional<String> header(String name) {
    return find("headers").stream()
        .flatMap(headers -> headers.members().entrySet().stream())
        .filter(member -> member.getKey().equalsIgnoreCase(name))
        .findFirst()
        .flatMap(
            member ->
                member.getValue() instanceof JsonString text
                    ? Optional.of(text.value())
                    : Optional.empty());
  }

  /** Where the request came from, by API Gateway's own account: never what a header says. */
  ClientAddress address() {
    return find("requestContext", "http")
        .or(() -> find("requestContext", "identity"))
        .flatMap(source -> source.text("sourceIp"))
        .map(ClientAddress::of)
        .orElse(ClientAddress.UNKNOWN);
  }

  /** The body, decoded if API Gateway encoded it; empty if there is none. */
  Optional<String> body() {
    boolean encoded = object.member("isBase64Encoded").equals(Optional.of(new JsonBoolean(true)));
    return object.text("body").map(body -> encoded ? decoded(body) : body);
  }

  private static Optional<Long> digits(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private static String decoded(String body) {
    try {
      return text(Base64.getDecoder().decode(body));
    } catch (IllegalArgumentException notBase64) {
      throw new MalformedEventException("the body is not base64");
    }
  }

  /**
   * Bytes that are not UTF-8 become a text that is no JSON (RFC 8259, section 8.1), whatever they
   * would be with replacement characters in it.
   */
  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException notUtf8) {
      return '\uFFFD' + new String(body, StandardCharsets.UTF_8);
    }
  }

  private static MalformedEventException missing(String name) {
    return new MalformedEventException("the event has no usable " + name);
  }
}
