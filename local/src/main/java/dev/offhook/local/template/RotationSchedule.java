package dev.offhook.local.template;

import java.util.List;

/**
 * Which function rotates a secret. When it does by itself is counted in days, and so not imitated.
 *
 * @param function the function's logical id
 */
public record RotationSchedule(String secretArn, String function) {

  static RotationSchedule read(
      Resource resource,
      List<SecretResource> secrets,
      FunctionArns functions,
      LocalReferences references) {
    Properties properties = resource.evaluated(references.evaluator());
    properties.ignore("RotationRules", "RotateImmediatelyOnUpdate");
    String arn = properties.text("SecretId");
    if (secrets.stream().noneMatch(secret -> secret.arn().equals(arn))) {
      throw properties.failure("SecretId", "is not a secret of this template");
    }
    RotationSchedule schedule =
        new RotationSchedule(arn, functions.logicalId(properties, "RotationLambdaARN"));
    properties.finish();
    return schedule;
  }
}
