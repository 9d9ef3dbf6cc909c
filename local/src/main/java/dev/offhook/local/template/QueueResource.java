package dev.offhook.local.template;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An SQS queue of the template.
 *
 * @param redrive where messages go that were received too often
 */
public record QueueResource(
    String logicalId,
    String queueName,
    int visibilityTimeoutSeconds,
    int delaySeconds,
    int receiveWaitSeconds,
    Optional<Redrive> redrive) {
  /**
   * A redrive policy.
   *
   * @param deadLetterQueue the name of the other queue
   */
  public record Redrive(String deadLetterQueue, int maximumReceives) {}

  static QueueResource read(Resource resource, List<Resource> queues, LocalReferences references) {
    Properties properties = resource.evaluated(references.evaluator());
    properties.ignore(
        "KmsDataKeyReusePeriodSeconds",
        "KmsMasterKeyId",
        "MessageRetentionPeriod",
        "QueueName",
        "RedriveAllowPolicy",
        "SqsManagedSseEnabled",
        "Tags");
    QueueResource queue =
        new QueueResource(
            resource.logicalId(),
            references.name(resource),
            properties.integer("VisibilityTimeout", 0, 43_200).orElse(30),
            properties.integer("DelaySeconds", 0, 900).orElse(0),
            properties.integer("ReceiveMessageWaitTimeSeconds", 0, 20).orElse(0),
            properties
                .optionalNested("RedrivePolicy")
                .map(policy -> redrive(policy, queues, references)));
    properties.finish();
    return queue;
  }

  private static Redrive redrive(
      Properties policy, List<Resource> queues, LocalReferences references) {
    String arn = policy.text("deadLetterTargetArn");
    String deadLetterQueue =
        queues.stream()
            .filter(queue -> references.queueArn(queue).equals(arn))
            .map(references::name)
            .findAny()
            .orElseThrow(
                () -> policy.failure("deadLetterTargetArn", "is not a queue of this template"));
    OptionalInt receives = policy.integer("maxReceiveCount", 1, 1000);
    policy.finish();
    if (receives.isEmpty()) {
      throw policy.failure("maxReceiveCount", "is missing");
    }
    return new Redrive(deadLetterQueue, receives.getAsInt());
  }
}
