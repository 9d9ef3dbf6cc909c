package dev.offhook.acceptance.chaos;

import dev.offhook.acceptance.wire.Service;
import java.time.Duration;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Two clients and what becomes of the call between them. */
final class Call {
  /** What they are up to. */
  enum Plan {
    /** The call is answered, and the caller hangs up when both are connected. */
    TALK,
    /** The callee rejects it. */
    REJECT,
    /** The caller hangs up before the answer. */
    CANCEL
  }

  private static final Duration PATIENCE = Duration.ofSeconds(100);

  private final Plan plan;
  private final Caller caller;
  private final Callee callee;
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final long begunNanos = System.nanoTime();

  Call(Plan plan, Service service, SplittableRandom random, Tally tally) {
    this.plan = plan;
    this.caller = new Caller(new Client(service, random.split(), tally), this);
    this.callee = new Callee(new Client(service, random.split(), tally), this);
  }

  Plan plan() {
    return plan;
  }

  Caller caller() {
    return caller;
  }

  Callee callee() {
    return callee;
  }

  long begunNanos() {
    return begunNanos;
  }

  /** Whether it has taken so long that something must be stuck. */
  boolean isGivenUp() {
    return System.nanoTime() - begunNanos > PATIENCE.toNanos();
  }

  void wrong(String what) {
    wrong.add(what);
  }

  boolean isConnected() {
    return caller.isConnected() && callee.isConnected();
  }

  /** Whether both know that it is over, and nothing was wrong. */
  boolean isRight() {
    return wrong.isEmpty() && caller.end().isPresent() && callee.end().isPresent();
  }

  /** Calls, and returns when it is over for both. */
  void run() throws InterruptedException {
    callee.client.begin();
    caller.client.begin();
    Thread answering = Thread.ofVirtual().start(() -> run(callee));
    while (!callee.isReachable() && !isGivenUp()) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    run(caller);
    answering.join();
  }

  private void run(Side side) {
    try {
      side.client.run(side);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "%s, wrong: %s%n caller %s%n  %s%n callee %s%n  %s"
        .formatted(plan, wrong, caller.end(), caller.story(), callee.end(), callee.story());
  }
}
