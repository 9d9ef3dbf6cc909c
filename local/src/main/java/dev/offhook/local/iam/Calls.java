package dev.offhook.local.iam;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What calls of the services need to be allowed. */
public final class Calls {
  private static final Map<String, String> SQS_BATCHES =
      Map.of(
          "SendMessageBatch", "SendMessage",
          "DeleteMessageBatch", "DeleteMessage",
          "ChangeMessageVisibilityBatch", "ChangeMessageVisibility");

  private Calls() {}

  /**
   * A call of SQS. A batch needs what its single operation does.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html">Actions
   *     of Amazon SQS</a>
   */
  public static List<Request> sqs(String operation, ObjectNode body) {
    String url = body.path("QueueUrl").asText("");
    String name = body.path("QueueName").asText(url.substring(url.lastIndexOf('/') + 1));
    String action = "sqs:" + SQS_BATCHES.getOrDefault(operation, operation);
    return List.of(Request.of(action, name.isEmpty() ? "*" : Arns.queue(name)));
  }

  /**
   * A call of Secrets Manager.
   *
   * @param arns ARNs of secrets by their names
   */
  public static List<Request> secrets(String operation, ObjectNode body, Map<String, String> arns) {
    String id = body.path("SecretId").asText("*");
    return List.of(Request.of("secretsmanager:" + operation, arns.getOrDefault(id, id)));
  }

  /** A call of the management API. The connection stays unnamed, as in AWS's own messages. */
  public static Request management(String api, String stage, String method) {
    return Request.of(
        "execute-api:ManageConnections", Arns.connection(api, stage, method, "{connectionId}"));
  }

  /** What Lambda does so that a function has a log. */
  static List<Request> logs(String group) {
    String stream = Arns.logStream(group);
    return List.of(
        Request.of("logs:CreateLogStream", stream), Request.of("logs:PutLogEvents", stream));
  }

  /**
   * What Lambda does to a queue in a function's name.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions">Execution
   *     role permissions</a>
   */
  public static List<Request> polling(String queueArn) {
    return Stream.of("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")
        .map(operation -> Request.of("sqs:" + operation, queueArn))
        .toList();
  }
}
