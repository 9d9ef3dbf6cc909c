package dev.offhook.local.faults;

import dev.offhook.local.aws.AwsRequest;
import dev.offhook.local.aws.AwsResponse;
import dev.offhook.local.aws.AwsService;
import java.io.IOException;
import java.util.Optional;

/** A service that fails now and then, and does not listen to the dead. */
final class FaultyService implements AwsService {
  static final String DEAD = "UnrecognizedClientException";
  static final String DEAD_MESSAGE = "The security token included in the request is invalid.";

  private final AwsService service;
  private final Adversary adversary;
  private final Crashes crashes;

  FaultyService(AwsService service, Adversary adversary, Crashes crashes) {
    this.service = service;
    this.adversary = adversary;
    this.crashes = crashes;
  }

  @Override
  public AwsResponse call(AwsRequest request) throws IOException, InterruptedException {
    if (!crashes.begins(request.sessionToken())) {
      return AwsResponse.error(400, DEAD, DEAD_MESSAGE);
    }
    try {
      return answer(request);
    } finally {
      crashes.answers(request.sessionToken());
    }
  }

  private AwsResponse answer(AwsRequest request) throws IOException, InterruptedException {
    Optional<ServiceError> error = adversary.error(request);
    if (error.isEmpty()) {
      return service.call(request);
    }
    if (error.get().takesEffect()) {
      AwsResponse done = service.call(request);
      if (done.status() != 200) {
        return done;
      }
    }
    return error.get().answer(request);
  }
}
