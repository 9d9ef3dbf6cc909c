package dev.offhook.local.aws;

import dev.offhook.local.json.Json;
import dev.offhook.local.lambda.InvocationResult.Returned;
import dev.offhook.local.lambda.Lambda;
import dev.offhook.local.lambda.Sender;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rotates a secret as Secrets Manager does: has its function take four steps, one after the other.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html">Rotation
 *     by Lambda function</a>
 */
record SecretRotation(Lambda lambda, String function) {
  private static final Logger LOG = LoggerFactory.getLogger(SecretRotation.class);
  private static final List<String> STEPS =
      List.of("createSecret", "setSecret", "testSecret", "finishSecret");

  /** Has all steps taken to a version; false if one of them failed, and the rest were not taken. */
  boolean run(String arn, String versionId) {
    for (String step : STEPS) {
      byte[] event =
          Json.bytes(
              Json.object()
                  .put("Step", step)
                  .put("SecretId", arn)
                  .put("ClientRequestToken", versionId));
      if (!(lambda.invoke(function, Sender.AWS, event) instanceof Returned)) {
        LOG.warn("The rotation of {} failed at {}", arn, step);
        return false;
      }
    }
    return true;
  }
}
