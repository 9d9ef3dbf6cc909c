package dev.offhook.local.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which function a property means that holds a function's ARN, URI or name. */
final class FunctionArns {
  private static final Pattern FUNCTION =
      Pattern.compile("(?:.*:function:)?([A-Za-z0-9_-]+)(?:[:/].*)?");

  private final Map<String, String> logicalIds = new HashMap<>();

  FunctionArns(List<FunctionResource> functions) {
    functions.forEach(function -> logicalIds.put(function.functionName(), function.logicalId()));
  }

  /** The logical id of the function; with or without alias, inside an invocation URI or not. */
  String logicalId(Properties properties, String property) {
    Matcher matcher = FUNCTION.matcher(properties.text(property));
    String id = matcher.matches() ? logicalIds.get(matcher.group(1)) : null;
    if (id == null) {
      throw properties.failure(property, "is not a function of this template");
    }
    return id;
  }
}
