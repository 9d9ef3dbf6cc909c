package dev.offhook.localstack;

import dev.offhook.contracts.CallsContract;
import dev.offhook.contracts.Stores;
import dev.offhook.session.Rate;
import java.time.InstantSource;

@OnLocalStack
class LocalStackCallsIT extends CallsContract {

  @Override
  protected Stores open(Rate rate, InstantSource clock) {
    return LocalStack.stores(rate, RESUME_WINDOW, clock);
  }

  @Override
  protected int rounds() {
    return LocalStack.ROUNDS;
  }
}
