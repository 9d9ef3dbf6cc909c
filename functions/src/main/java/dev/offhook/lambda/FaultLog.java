package dev.offhook.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonArray;
import dev.offhook.json.Json.ObjectBuilder;
import dev.offhook.json.JsonText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Logs our own faults: ids, the kinds of the exceptions and where they came from. Their messages
 * stay out, because they may repeat what a client sent.
 */
final class FaultLog {

  private static final int MAX_CAUSES = 4;
  private static final int MAX_FRAMES = 12;

  private FaultLog() {}

  /**
   * Writes one line of JSON.
   *
   * @param subject what was being handled: a connection id, a route
   */
  static void write(Context context, String subject, Throwable fault) {
    ObjectBuilder line =
        Json.object()
            .put("level", "ERROR")
            .put("requestId", context.getAwsRequestId())
            .put("subject", subject)
            .put("fault", kinds(fault))
            .put("at", frames(fault));
    context.getLogger().log(JsonText.write(line.build()), LogLevel.ERROR);
  }

  private static JsonArray kinds(Throwable fault) {
    List<Json> kinds = new ArrayList<>();
    @Nullable Throwable cause = fault;
    while (cause != null && kinds.size() < MAX_CAUSES) {
      kinds.add(Json.of(cause.getClass().getName()));
      cause = cause.getCause();
    }
    return new JsonArray(kinds);
  }

  private static JsonArray frames(Throwable fault) {
    return new JsonArray(
        Arrays.stream(fault.getStackTrace())
            .limit(MAX_FRAMES)
            .map(frame -> Json.of(frame.getClassName() + ":" + frame.getLineNumber()))
            .toList());
  }
}
