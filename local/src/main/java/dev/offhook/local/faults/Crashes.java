package dev.offhook.local.faults;

import dev.offhook.local.faults.Invocations.Invoked;
import dev.offhook.local.lambda.Overseer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the calls of AWS of those invocations that are to die, and kills them in time. What a dead
 * environment still calls has no effect.
 */
final class Crashes implements Overseer {
  private final Adversary adversary;
  private final Map<String, Doomed> doomed = new ConcurrentHashMap<>();
  private final Set<String> dead = ConcurrentHashMap.newKeySet();

  Crashes(Adversary adversary) {
    this.adversary = adversary;
  }

  /** An invocation that will die. */
  private static final class Doomed {
    private final int calls;
    private final Runnable kill;
    private int begun;
    private int done;

    Doomed(int calls, Runnable kill) {
      this.calls = calls;
      this.kill = kill;
    }

    synchronized boolean mayCall() {
      return ++begun <= calls;
    }

    synchronized boolean hasMadeAll() {
      return ++done >= calls;
    }
  }

  @Override
  public void begins(String function, String environment, byte[] event, Runnable kill) {
    adversary
        .crash(new Invoked(function, event))
        .ifPresent(calls -> doomed.put(environment, new Doomed(calls, kill)));
  }

  @Override
  public boolean ends(String environment) {
    if (doomed.remove(environment) == null) {
      return true;
    }
    dead.add(environment);
    return false;
  }

  /**
   * An environment makes a call of AWS.
   *
   * @return false if it is dead: the call must not take effect
   */
  boolean begins(Optional<String> environment) {
    if (environment.isEmpty()) {
      return true;
    }
    String token = environment.get();
    Doomed invocation = doomed.get(token);
    if (invocation != null && !invocation.mayCall()) {
      die(token, invocation);
    }
    return !dead.contains(token);
  }

  /** A call of an environment has taken effect, and is about to be answered. */
  void answers(Optional<String> environment) {
    environment.ifPresent(
        token -> {
          Doomed invocation = doomed.get(token);
          if (invocation != null && invocation.hasMadeAll()) {
            die(token, invocation);
          }
        });
  }

  private void die(String token, Doomed invocation) {
    dead.add(token);
    invocation.kill.run();
  }
}
