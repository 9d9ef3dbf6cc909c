package dev.offhook.local.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.offhook.local.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The expression that reads a route key out of a message: {@code $request.body.action}, or several
 * in a row as in {@code ${request.body.service}/${request.body.action}}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html#apigateway-websocket-api-route-selection-expressions">Route
 *     selection expressions</a>
 */
public final class RouteSelection {
  private static final Pattern PLACE =
      Pattern.compile("\\$\\{request\\.body\\.([^${}]+)}|\\$request\\.body\\.([A-Za-z0-9_.-]+)");

  private final List<Part> parts;

  private RouteSelection(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  private sealed interface Part {
    record Text(String text) implements Part {}

    record Member(String pointer) implements Part {}
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException for an expression that reads anything but the body, or nothing
   */
  public static RouteSelection parse(String expression) {
    List<Part> parts = new ArrayList<>();
    Matcher place = PLACE.matcher(expression);
    int end = 0;
    boolean reads = false;
    while (place.find()) {
      parts.add(new Part.Text(expression.substring(end, place.start())));
      String path = place.group(1) != null ? place.group(1) : place.group(2);
      parts.add(
          new Part.Member("/" + path.replace("~", "~0").replace("/", "~1").replace('.', '/')));
      end = place.end();
      reads = true;
    }
    parts.add(new Part.Text(expression.substring(end)));
    boolean leftOver =
        parts.stream()
            .anyMatch(part -> part instanceof Part.Text(String text) && text.contains("$"));
    if (!reads || leftOver) {
      throw new IllegalArgumentException("unsupported route selection expression: " + expression);
    }
    return new RouteSelection(parts);
  }

  /**
   * The key in a message: a member that is missing counts as {@code ""}; empty when the message is
   * not JSON.
   */
  Optional<String> select(String message) {
    JsonNode body;
    try {
      body = Json.read(message);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    StringBuilder key = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Text(String text) -> key.append(text);
        case Part.Member(String pointer) -> key.append(body.at(pointer).asText(""));
      }
    }
    return Optional.of(key.toString());
  }
}
