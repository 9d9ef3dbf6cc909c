package dev.offhook.localstack;

import dev.offhook.contracts.Stores;
import dev.offhook.contracts.TicketsContract;
import dev.offhook.session.Rate;
import java.time.InstantSource;

@OnLocalStack
class LocalStackTicketsIT extends TicketsContract {

  @Override
  protected Stores open(Rate rate, InstantSource clock) {
    return LocalStack.stores(rate, RESUME_WINDOW, clock);
  }

  @Override
  protected int rounds() {
    return LocalStack.ROUNDS;
  }
}
