package dev.offhook.fakes;

import dev.offhook.contracts.Stores;
import dev.offhook.contracts.TicketsContract;
import dev.offhook.session.Rate;
import java.time.InstantSource;

class FakeTicketsTest extends TicketsContract {

  @Override
  protected Stores open(Rate rate, InstantSource clock) {
    return new FakeStores(rate, RESUME_WINDOW, clock);
  }

  @Override
  protected int rounds() {
    return 100;
  }
}
