package dev.offhook.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import dev.offhook.aws.AwsError;
import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonArray;
import dev.offhook.json.Json.ObjectBuilder;
import dev.offhook.json.JsonText;
import dev.offhook.protocol.WireTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The log of a function: a line of JSON for each event worth one, with the time, the level, the
 * event and the id of the request, as Lambda's filters and CloudWatch's queries read them. Ids are
 * in it, and nothing else that came from a client.
 */
final class InvocationLog {

  private static final int MAX_CAUSES = 4;
  private static final int MAX_FRAMES = 12;
  private static final String OWN_CODE = "dev.offhook.";

  private final InstantSource clock;
  private volatile @Nullable Context invocation;

  InvocationLog(InstantSource clock) {
    this.clock = clock;
  }

  /** What follows belongs to this invocation; an environment has one at a time. */
  void begins(Context context) {
    invocation = context;
  }

  /**
   * Writes a line.
   *
   * @param event what happened, in one word
   * @param details adds what there is to say about it
   */
  void write(LogLevel level, String event, UnaryOperator<ObjectBuilder> details) {
    Context context = invocation;
    if (context == null) {
      throw new IllegalStateException("nothing is logged before the first invocation");
    }
    ObjectBuilder line =
        Json.object()
            .put("timestamp", WireTime.format(clock.instant()))
            .put("level", level.name())
            .put("event", event)
            .put("requestId", context.getAwsRequestId());
    // As bytes: a text would become a member of another line of JSON.
    context
        .getLogger()
        .log((JsonText.write(details.apply(line).build()) + "\n").getBytes(UTF_8), level);
  }

  /**
   * Writes what is known of a fault of ours: the kinds of the exceptions and where they came from.
   * Their messages stay out, because they may repeat what a client sent.
   *
   * @param subject what kind of thing was being handled, and which: a connection's id, a route
   */
  void fault(String subject, String id, Throwable fault) {
    write(
        LogLevel.ERROR,
        "fault",
        line -> {
          line.put(subject, id).put("fault", kinds(fault));
          causes(fault).stream()
              .flatMap(cause -> AwsError.of(cause).stream())
              .findFirst()
              .ifPresent(
                  error ->
                      line.put("awsError", error.code()).put("awsRequestId", error.requestId()));
          return line.put("at", frames(fault));
        });
  }

  private static JsonArray kinds(Throwable fault) {
    return new JsonArray(
        causes(fault).stream().map(cause -> Json.of(cause.getClass().getName())).toList());
  }

  private static List<Throwable> causes(Throwable fault) {
    List<Throwable> causes = new ArrayList<>();
    @Nullable Throwable cause = fault;
    while (cause != null && causes.size() < MAX_CAUSES) {
      causes.add(cause);
      cause = cause.getCause();
    }
    return causes;
  }

  /** Where it was thrown, and the way through our own code to there. */
  private static JsonArray frames(Throwable fault) {
    StackTraceElement[] trace = fault.getStackTrace();
    Stream<StackTraceElement> own =
        Arrays.stream(trace).skip(1).filter(frame -> frame.getClassName().startsWith(OWN_CODE));
    return new JsonArray(
        Stream.concat(Arrays.stream(trace).limit(1), own)
            .limit(MAX_FRAMES)
            .map(frame -> Json.of(frame.getClassName() + ":" + frame.getLineNumber()))
            .toList());
  }
}
