package dev.offhook.local.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.local.aws.AwsRequest;
import dev.offhook.local.aws.AwsResponse;
import dev.offhook.local.json.Json;
import java.util.List;
import java.util.Map;

/**
 * What SQS answers under load, or when it fails.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html">Common
 *     errors</a>
 */
public enum SqsError implements ServiceError {
  /** More is asked for than it takes. */
  THROTTLED(400, "com.amazonaws.sqs#RequestThrottled", "RequestThrottled;Sender"),
  /** It is out of order for a moment. */
  UNAVAILABLE(503, "com.amazonaws.sqs#ServiceUnavailable", "ServiceUnavailable;Receiver"),
  /** It fails to say that it is done. */
  INTERNAL_AFTER_EFFECT(500, "com.amazonaws.sqs#InternalFailure", "InternalFailure;Receiver");

  private final int status;
  private final String type;
  private final String queryError;

  SqsError(int status, String type, String queryError) {
    this.status = status;
    this.type = type;
    this.queryError = queryError;
  }

  @Override
  public boolean takesEffect() {
    return this == INTERNAL_AFTER_EFFECT;
  }

  @Override
  public AwsResponse answer(AwsRequest request) {
    ObjectNode body = Json.object().put("__type", type);
    body.put("message", request.operation() + " can't be done now.");
    return new AwsResponse(
        status,
        Map.of(
            "Content-Type", List.of("application/x-amz-json-1.0"),
            "x-amzn-query-error", List.of(queryError)),
        Json.bytes(body));
  }
}
