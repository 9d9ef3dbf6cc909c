package dev.offhook.fakes;

import dev.offhook.contracts.MailContract;
import dev.offhook.contracts.Stores;
import dev.offhook.session.Rate;
import java.time.InstantSource;

class FakeMailTest extends MailContract {

  @Override
  protected Stores open(Rate rate, InstantSource clock) {
    return new FakeStores(rate, RESUME_WINDOW, clock);
  }

  @Override
  protected int rounds() {
    return 100;
  }
}
