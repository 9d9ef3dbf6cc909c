package dev.offhook.session;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.core.JsonFactory;
import dev.offhook.signaling.Sessions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.logging.Logger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Does what no class of this package may, so that the rules can be seen to refuse it. */
public record OffendingSession(
    Context context,
    DynamoDbClient client,
    Sessions sessions,
    JsonFactory json,
    Clock clock,
    SecureRandom random,
    Logger logger) {

  /** Time and chance from nowhere, and prints them. */
  public void offend() {
    System.out.println(Instant.now() + " " + UUID.randomUUID());
  }
}
