package dev.offhook.local.faults;

import dev.offhook.local.faults.Frames.Direction;
import dev.offhook.local.gateway.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/** A wire that takes its time, lets frames overtake each other, loses them and breaks. */
final class FaultyWire implements Wire {
  private final Adversary adversary;
  private final Sockets sockets;
  private final HeldFrames held;
  private final Executor threads;

  FaultyWire(Adversary adversary, Sockets sockets, Executor threads) {
    this.adversary = adversary;
    this.sockets = sockets;
    this.held = new HeldFrames(threads);
    this.threads = threads;
  }

  @Override
  public void toFunction(String connectionId, String text, Runnable delivery) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    Frame frame = new Frame(Direction.FROM_CLIENT, connectionId, false, utf8);
    Optional<Fault> scripted = adversary.scripted(frame);
    if (isMet(Fault.DROP, scripted)) {
      sockets.cut(connectionId, true);
    } else if (isMet(Fault.DROP_SILENTLY, scripted)) {
      sockets.cut(connectionId, false);
    }
    if (isMet(Fault.REORDER, scripted)) {
      held.hold(frame, delivery);
      return;
    }
    Delays.pause(adversary.delay());
    delivery.run();
    held.overtaken(frame);
  }

  @Override
  public void toClient(String connectionId, Origin origin, byte[] utf8, Runnable delivery) {
    boolean isPost = origin == Origin.POST;
    Frame frame = new Frame(Direction.TO_CLIENT, connectionId, isPost, utf8);
    Optional<Fault> scripted = adversary.scripted(frame);
    if (scripted.equals(Optional.of(Fault.LOSE_POST))) {
      return;
    }
    if (isPost && scripted.isEmpty() && adversary.happens(Fault.LOSE_POST)) {
      // TCP loses nothing but what was under way when the connection broke.
      sockets.cut(connectionId, true);
      return;
    }
    if (isMet(Fault.REORDER, scripted)) {
      held.hold(frame, delivery);
      return;
    }
    Duration delay = adversary.delay();
    if (delay.isZero()) {
      deliver(frame, delivery);
    } else {
      threads.execute(
          () -> {
            Delays.pause(delay);
            deliver(frame, delivery);
          });
    }
  }

  private void deliver(Frame frame, Runnable delivery) {
    delivery.run();
    held.overtaken(frame);
  }

  /** A frame that meets a scripted fault meets no other. */
  private boolean isMet(Fault fault, Optional<Fault> scripted) {
    return scripted.map(fault::equals).orElseGet(() -> adversary.happens(fault));
  }
}
