package dev.offhook.acceptance.browser;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The browsers of a run: as many as tests run at once, because one takes orders from a single
 * thread at a time only. A test borrows one, and the next has it after that.
 */
final class Browsers implements AutoCloseable {

  private final Chromium chromium;
  private final Queue<SharedBrowser> idle = new ConcurrentLinkedQueue<>();

  Browsers(Chromium chromium) {
    this.chromium = chromium;
  }

  /** One that nobody uses, started if there is none. */
  SharedBrowser borrow() {
    return Optional.ofNullable(idle.poll()).orElseGet(() -> SharedBrowser.start(chromium));
  }

  void giveBack(SharedBrowser browser) {
    idle.add(browser);
  }

  /** When all have been given back. */
  @Override
  public void close() {
    idle.forEach(SharedBrowser::close);
  }
}
