package dev.offhook.local.template;

import dev.offhook.local.template.Node.Scalar;
import dev.offhook.local.template.Node.Sequence;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the stack runs: the values of the pseudo parameters, and the one address of everything.
 *
 * @param port on which the stack answers, on this machine only
 */
public record LocalEnvironment(int port) {
  /** The name of the stack, which begins the names of resources that have none of their own. */
  public static final String STACK_NAME = "offhook";

  /** The region of everything. */
  public static final String REGION = "us-east-1";

  /** The account that owns everything. */
  public static final String ACCOUNT = "000000000000";

  /** The port that browsers leave out of an origin. */
  private static final int HTTP_PORT = 80;

  public LocalEnvironment {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
  }

  /** The address of the HTTP API and of every AWS service, without a path. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** The URL of a queue. */
  public String queueUrl(String queueName) {
    return url() + "/" + ACCOUNT + "/" + queueName;
  }

  /**
   * The values of parameters that have another default here than in the cloud: the pages that the
   * local stack serves may use it.
   */
  Map<String, String> parameters() {
    String place = port == HTTP_PORT ? "" : ":" + port;
    return Map.of(
        "AllowedOrigins",
        Stream.of("localhost", "127.0.0.1", "[::1]")
            .map(host -> "http://" + host + place)
            .collect(Collectors.joining(",")));
  }

  /** The pseudo parameters but {@code AWS::NoValue}. */
  Map<String, Node> pseudoParameters() {
    return Map.of(
        "AWS::AccountId", text(ACCOUNT),
        "AWS::NotificationARNs", new Sequence(0, List.of()),
        "AWS::Partition", text("aws"),
        "AWS::Region", text(REGION),
        "AWS::StackId",
            text("arn:aws:cloudformation:%s:%s:stack/%s/1".formatted(REGION, ACCOUNT, STACK_NAME)),
        "AWS::StackName", text(STACK_NAME),
        "AWS::URLSuffix", text("amazonaws.com"));
  }

  private static Node text(String text) {
    return new Scalar(0, text, false);
  }
}
