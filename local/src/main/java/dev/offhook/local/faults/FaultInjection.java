package dev.offhook.local.faults;

import dev.offhook.local.aws.AwsService;
import dev.offhook.local.gateway.ManagementGate;
import dev.offhook.local.gateway.Wire;
import dev.offhook.local.lambda.Lambda;
import dev.offhook.local.lambda.Overseer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Puts an adversary into the parts of a stack. */
public final class FaultInjection implements AutoCloseable {
  private final Adversary adversary;
  private final Sockets sockets;
  private final Crashes crashes;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("faults-", 0).factory());

  public FaultInjection(Adversary adversary, Sockets sockets) {
    this.adversary = adversary;
    this.sockets = sockets;
    this.crashes = new Crashes(adversary);
  }

  public Adversary adversary() {
    return adversary;
  }

  /** For the gateway. */
  public Wire wire() {
    return new FaultyWire(adversary, sockets, threads);
  }

  /** For the gateway. */
  public ManagementGate managementGate() {
    return new FaultyManagement(adversary, crashes, sockets);
  }

  /** For Lambda's environments. */
  public Overseer overseer() {
    return crashes;
  }

  /** For whoever invokes functions. */
  public Lambda around(Lambda lambda) {
    return new FaultyLambda(lambda, adversary, threads);
  }

  /** For the functions' way to a service. */
  public AwsService before(AwsService service) {
    return new FaultyService(service, adversary, crashes);
  }

  /** What waits still is forgotten. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
