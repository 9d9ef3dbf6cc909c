package dev.offhook.local.template;

import java.util.List;
import java.util.OptionalInt;

/**
 * An event source mapping: messages of a queue become events of a function.
 *
 * @param function the function's logical id
 * @param batchSize how many messages an event has at most
 * @param reportsFailures whether the function's answer tells which messages failed
 * @param maximumConcurrency how many events of this queue the function may work on at once
 */
public record QueueMapping(
    String function,
    String queueName,
    String queueArn,
    int batchSize,
    boolean reportsFailures,
    OptionalInt maximumConcurrency,
    boolean enabled) {
  /** A larger batch needs a window to be gathered in, which the local stack doesn't imitate. */
  private static final int LARGEST_BATCH = 10;

  static QueueMapping read(
      Resource resource,
      List<Resource> queues,
      FunctionArns functions,
      LocalReferences references) {
    Properties properties = resource.evaluated(references.evaluator());
    properties.ignore("Tags");
    String arn = properties.text("EventSourceArn");
    Resource queue =
        queues.stream()
            .filter(candidate -> references.queueArn(candidate).equals(arn))
            .findAny()
            .orElseThrow(
                () -> properties.failure("EventSourceArn", "is not a queue of this template"));
    QueueMapping mapping =
        new QueueMapping(
            functions.logicalId(properties, "FunctionName"),
            references.name(queue),
            arn,
            properties.integer("BatchSize", 1, LARGEST_BATCH).orElse(LARGEST_BATCH),
            reportsFailures(properties),
            properties.optionalNested("ScalingConfig").stream()
                .mapToInt(QueueMapping::maximumConcurrency)
                .findAny(),
            properties.bool("Enabled", true));
    properties.integer("MaximumBatchingWindowInSeconds", 0, 0);
    properties.finish();
    return mapping;
  }

  private static boolean reportsFailures(Properties properties) {
    List<String> types = properties.texts("FunctionResponseTypes");
    if (!types.isEmpty() && !types.equals(List.of("ReportBatchItemFailures"))) {
      throw properties.failure("FunctionResponseTypes", "must be ReportBatchItemFailures");
    }
    return !types.isEmpty();
  }

  private static int maximumConcurrency(Properties scaling) {
    OptionalInt concurrency = scaling.integer("MaximumConcurrency", 2, 1000);
    scaling.finish();
    if (concurrency.isEmpty()) {
      throw scaling.failure("MaximumConcurrency", "is missing");
    }
    return concurrency.getAsInt();
  }
}
