package dev.offhook.local.aws;

import java.io.IOException;

/** A service that speaks AWS's JSON protocols, or stands in for one that does. */
@FunctionalInterface
public interface AwsService {
  /**
   * Answers one request.
   *
   * @throws IOException if it can't be reached
   */
  AwsResponse call(AwsRequest request) throws IOException, InterruptedException;
}
