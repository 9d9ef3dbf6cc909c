package dev.offhook.local.lambda;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The execution environments of one function.
 *
 * <p>An event takes an idle environment. If there is none, one more is started, and the event takes
 * whichever is free first: so a burst of events on a small machine doesn't pay for as many cold
 * starts. Environments stay until the end.
 */
final class FunctionPool implements AutoCloseable {
  /**
   * How many events of one function may be under way: the concurrency that Lambda gives an account.
   */
  private static final int ACCOUNT_CONCURRENCY = 1000;

  private static final String INITIALIZATION_TYPE = "AWS_LAMBDA_INITIALIZATION_TYPE";

  private final LambdaFunction function;
  private final ExecutionEnvironment.Starter starter;
  private final int concurrency;
  private final int maximumEnvironments;
  private final ReentrantLock lock = new ReentrantLock();

  /** Those who wait for an environment. */
  private final FairLine<Condition> waiting = new FairLine<>();

  private final Deque<ExecutionEnvironment> idle = new ArrayDeque<>();
  private int underWay;
  private int environments;
  private int failures;
  private Optional<FunctionStartException> lastFailure = Optional.empty();
  private boolean starting;
  private boolean closed;

  FunctionPool(
      LambdaFunction function, ExecutionEnvironment.Starter starter, int maximumEnvironments) {
    this.function = function;
    this.starter = starter;
    this.concurrency = function.reservedConcurrency().orElse(ACCOUNT_CONCURRENCY);
    this.maximumEnvironments = Math.min(maximumEnvironments, Math.max(1, concurrency));
  }

  LambdaFunction function() {
    return function;
  }

  /** Starts one environment and keeps it. */
  void warm() throws FunctionStartException {
    giveBack(Sender.AWS, take(Sender.AWS));
  }

  /**
   * Starts one more environment, as Lambda does to take a snapshot of it, and prefers it from then
   * on: its handler has prepared what others do with their first events. Events don't wait for it.
   *
   * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html">SnapStart</a>
   */
  void prime() throws FunctionStartException {
    lock.lock();
    try {
      if (closed || environments >= maximumEnvironments) {
        return;
      }
      environments++;
    } finally {
      lock.unlock();
    }
    boolean isStarted = false;
    try {
      ExecutionEnvironment environment =
          starter.start(function.withVariable(INITIALIZATION_TYPE, "snap-start"));
      isStarted = true;
      keep(environment);
    } finally {
      if (!isStarted) {
        forgetOne();
      }
    }
  }

  /** Runs one event in an environment of its own. */
  InvocationResult invoke(Sender sender, byte[] event) {
    if (!admit()) {
      return new InvocationResult.Throttled();
    }
    try {
      ExecutionEnvironment environment = take(sender);
      try {
        return environment.invoke(Invocation.of(event, function.timeout()));
      } finally {
        giveBack(sender, environment);
      }
    } catch (FunctionStartException e) {
      return e.asResult();
    } finally {
      leave();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      idle.forEach(ExecutionEnvironment::close);
      idle.clear();
      waiting.forEach(Condition::signal);
    } finally {
      lock.unlock();
    }
  }

  private boolean admit() {
    lock.lock();
    try {
      if (underWay >= concurrency) {
        return false;
      }
      underWay++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      underWay--;
    } finally {
      lock.unlock();
    }
  }

  /** An environment for an event: the first one is for the one whose turn it is. */
  private ExecutionEnvironment take(Sender sender) throws FunctionStartException {
    lock.lock();
    try {
      return taken(sender);
    } catch (FunctionStartException e) {
      waiting.done(sender);
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private ExecutionEnvironment taken(Sender sender) throws FunctionStartException {
    Condition turn = lock.newCondition();
    waiting.add(sender, turn);
    try {
      int failuresBefore = failures;
      while (true) {
        if (closed) {
          throw new FunctionStartException("Closed", "the local stack is closed");
        }
        if (!idle.isEmpty() && waiting.first().filter(turn::equals).isPresent()) {
          return idle.removeFirst();
        }
        if (failures > failuresBefore && lastFailure.isPresent()) {
          throw lastFailure.get();
        }
        if (idle.isEmpty() && !starting && environments < maximumEnvironments) {
          startAnother();
        }
        turn.awaitUninterruptibly();
      }
    } finally {
      waiting.remove(turn);
      wakeFirst();
    }
  }

  /** Not all of them: waking thousands for one environment costs more than their work. */
  private void wakeFirst() {
    waiting.first().ifPresent(Condition::signal);
  }

  private void giveBack(Sender sender, ExecutionEnvironment environment) {
    lock.lock();
    try {
      waiting.done(sender);
    } finally {
      lock.unlock();
    }
    keep(environment);
  }

  private void forgetOne() {
    lock.lock();
    try {
      environments--;
      wakeFirst();
    } finally {
      lock.unlock();
    }
  }

  private void keep(ExecutionEnvironment environment) {
    boolean isKept;
    lock.lock();
    try {
      isKept = !closed && environment.isUsable();
      if (isKept) {
        idle.addFirst(environment);
      } else {
        environments--;
      }
      wakeFirst();
    } finally {
      lock.unlock();
    }
    if (!isKept) {
      environment.close(); // Takes its time, which nobody else need wait.
    }
  }

  /** Starts one environment at a time, on a thread of its own: class loading takes its time. */
  private void startAnother() {
    starting = true;
    environments++;
    Thread.ofPlatform().daemon().name("start-" + function.logicalId()).start(this::startOne);
  }

  private void startOne() {
    Optional<ExecutionEnvironment> started = Optional.empty();
    Optional<FunctionStartException> failure = Optional.empty();
    try {
      started = Optional.of(starter.start(function));
    } catch (FunctionStartException e) {
      failure = Optional.of(e);
    } catch (RuntimeException | Error e) {
      // Whatever it is, those who wait must be told.
      failure = Optional.of(FunctionStartException.of(function, e));
    }
    // Before others are told: who waits would start one more.
    started.ifPresent(this::keep);
    lock.lock();
    try {
      starting = false;
      if (failure.isPresent()) {
        environments--;
        failures++;
        lastFailure = failure;
      }
      waiting.forEach(Condition::signal);
    } finally {
      lock.unlock();
    }
  }
}
