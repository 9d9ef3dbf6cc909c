package dev.offhook.dynamodb;

import dev.offhook.contracts.Stores;
import dev.offhook.contracts.TicketsContract;
import dev.offhook.session.Rate;
import java.time.InstantSource;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@Execution(ExecutionMode.CONCURRENT)
class DynamoDbTicketsIT extends TicketsContract {

  private static final DynamoDbClient CLIENT = DynamoDbLocal.client();

  @Override
  protected Stores open(Rate rate, InstantSource clock) {
    return new DynamoDbStores(CLIENT, rate, RESUME_WINDOW, clock);
  }

  @Override
  protected int rounds() {
    return 200;
  }
}
