package dev.offhook.local.iam;

import dev.offhook.local.template.LocalEnvironment;

/** Names of what functions ask for, as policies have them. */
final class Arns {
  private Arns() {}

  static String table(String name) {
    return arn("dynamodb", "table/" + name);
  }

  static String index(String table, String index) {
    return table(table) + "/index/" + index;
  }

  static String queue(String name) {
    return arn("sqs", name);
  }

  static String connection(String api, String stage, String method, String id) {
    return arn("execute-api", "%s/%s/%s/@connections/%s".formatted(api, stage, method, id));
  }

  static String logStream(String group) {
    return arn("logs", "log-group:" + group + ":log-stream:1");
  }

  static String assumedRole(String role, String session) {
    return "arn:aws:sts::%s:assumed-role/%s/%s".formatted(LocalEnvironment.ACCOUNT, role, session);
  }

  private static String arn(String service, String resource) {
    return String.join(
        ":", "arn:aws", service, LocalEnvironment.REGION, LocalEnvironment.ACCOUNT, resource);
  }
}
