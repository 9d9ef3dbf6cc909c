package dev.offhook.local.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One route key of an HTTP API, and what it matches.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html">Routes
 *     for HTTP APIs</a>
 */
record HttpRoute(String key, String method, List<String> segments) {
  private static final String DEFAULT = "$default";

  /**
   * Reads a route key.
   *
   * @throws IllegalArgumentException for what is not {@code METHOD /path} or {@code $default}
   */
  static HttpRoute parse(String key) {
    if (key.equals(DEFAULT)) {
      return new HttpRoute(key, "ANY", List.of("{proxy+}"));
    }
    int space = key.indexOf(' ');
    String path = key.substring(space + 1);
    if (space < 1 || !path.startsWith("/")) {
      throw new IllegalArgumentException("not a route key: " + key);
    }
    List<String> segments = segments(path);
    for (int i = 0; i < segments.size() - 1; i++) {
      if (isGreedy(segments.get(i))) {
        throw new IllegalArgumentException("a greedy variable is not the last: " + key);
      }
    }
    return new HttpRoute(key, key.substring(0, space), segments);
  }

  /** The path variables of a request that this route matches; empty when it does not. */
  Optional<Map<String, String>> match(String requestMethod, String path) {
    if (!method.equals("ANY") && !method.equals(requestMethod)) {
      return Optional.empty();
    }
    if (key.equals(DEFAULT)) {
      return Optional.of(Map.of());
    }
    List<String> actual = segments(path);
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      if (isGreedy(segment) && i < actual.size()) {
        variables.put(
            segment.substring(1, segment.length() - 2),
            String.join("/", actual.subList(i, actual.size())));
        return Optional.of(variables);
      }
      if (i >= actual.size()) {
        return Optional.empty();
      }
      if (isVariable(segment)) {
        variables.put(segment.substring(1, segment.length() - 1), actual.get(i));
      } else if (!segment.equals(actual.get(i))) {
        return Optional.empty();
      }
    }
    return actual.size() == segments.size() ? Optional.of(variables) : Optional.empty();
  }

  /**
   * Which of two matching routes wins: the greater. Full match, then variables, then greedy, then
   * {@code $default}.
   */
  int specificity() {
    if (key.equals(DEFAULT)) {
      return 0;
    }
    int score = 2 * segments.size();
    for (String segment : segments) {
      score += isGreedy(segment) ? 0 : isVariable(segment) ? 1_000 : 1_000_000;
    }
    return 2 * score + (method.equals("ANY") ? 0 : 1) + 1;
  }

  private static List<String> segments(String path) {
    return new ArrayList<>(List.of(path.substring(1).split("/", -1)));
  }

  private static boolean isVariable(String segment) {
    return segment.startsWith("{") && segment.endsWith("}");
  }

  private static boolean isGreedy(String segment) {
    return segment.startsWith("{") && segment.endsWith("+}");
  }
}
