package dev.offhook.fakes;

import dev.offhook.contracts.AdmissionContract;
import dev.offhook.contracts.Stores;
import dev.offhook.session.Rate;
import java.time.InstantSource;

class FakeAdmissionTest extends AdmissionContract {

  @Override
  protected Stores open(Rate rate, InstantSource clock) {
    return new FakeStores(rate, RESUME_WINDOW, clock);
  }

  @Override
  protected int rounds() {
    return 100;
  }
}
