package dev.offhook.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads an IAM policy as the gateway does for one method: an explicit Deny wins, and no Allow is a
 * no.
 */
final class Policy {
  private static final String INVOKE = "execute-api:invoke";

  private Policy() {}

  /** Whether {@code document} lets a client call the method with this ARN. */
  static boolean allows(JsonNode document, String methodArn) {
    return says(document, "Allow", methodArn) && !says(document, "Deny", methodArn);
  }

  private static boolean says(JsonNode document, String effect, String methodArn) {
    return each(document.path("Statement"))
        .anyMatch(
            statement ->
                statement.path("Effect").asText().equals(effect)
                    && each(statement.path("Action"))
                        .anyMatch(
                            action -> matches(action.asText().toLowerCase(Locale.ROOT), INVOKE))
                    && each(statement.path("Resource"))
                        .anyMatch(resource -> matches(resource.asText(), methodArn)));
  }

  /** The elements of a list; a single value stands for a list of one. */
  private static Stream<JsonNode> each(JsonNode node) {
    if (node.isArray()) {
      return StreamSupport.stream(node.spliterator(), false);
    }
    return node.isMissingNode() ? Stream.empty() : Stream.of(node);
  }

  private static boolean matches(String wildcards, String text) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < wildcards.length(); i++) {
      char c = wildcards.charAt(i);
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return text.matches(regex.toString());
  }
}
