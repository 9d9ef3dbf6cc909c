package dev.offhook.local.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The decoded parameters of a URL, each with all its values, in their order. */
record QueryString(Map<String, List<String>> parameters) {
  /** Reads what stands after the question mark; what is not properly encoded is taken as it is. */
  static QueryString parse(@Nullable String raw) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      parameters.computeIfAbsent(name, ignored -> new ArrayList<>()).add(value);
    }
    return new QueryString(parameters);
  }

  boolean isEmpty() {
    return parameters.isEmpty();
  }

  /** The last value of a parameter. */
  Optional<String> last(String name) {
    return Optional.ofNullable(parameters.get(name)).map(List::getLast);
  }

  static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
