package dev.offhook.local.faults;

import dev.offhook.local.aws.AwsRequest;
import dev.offhook.local.aws.AwsResponse;

/** An error that a service answers with, though nothing is wrong with the request. */
sealed interface ServiceError permits DynamoDbError, SqsError {
  /** Whether the request is done in spite of it. */
  boolean takesEffect();

  AwsResponse answer(AwsRequest request);
}
