package dev.offhook.aws;

import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * What may be told of an error of a service of AWS: all but its message.
 *
 * @param code for instance {@code AccessDeniedException}
 * @param requestId the service's id of the request, which AWS's support asks for
 */
public record AwsError(String code, String requestId) {

  /** What was thrown, if a service said it. */
  public static Optional<AwsError> of(Throwable thrown) {
    return thrown instanceof AwsServiceException said
        ? Optional.of(
            new AwsError(
                Optional.ofNullable(said.awsErrorDetails())
                    .map(AwsErrorDetails::errorCode)
                    .orElse(Integer.toString(said.statusCode())),
                Optional.ofNullable(said.requestId()).orElse("")))
        : Optional.empty();
  }
}
