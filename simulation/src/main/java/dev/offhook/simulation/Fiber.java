package dev.offhook.simulation;

import java.util.concurrent.locks.LockSupport;

/**
 * Code that can stand still in the middle. It has a thread of its own, but runs only while the
 * world's thread waits in {@link #resume}: never do two things happen at once.
 */
final class Fiber {

  private final Thread thread;
  private volatile Thread world = Thread.currentThread();
  private volatile boolean running;
  private volatile boolean over;

  /** Takes code that throws nothing. */
  Fiber(Runnable code) {
    thread =
        Thread.ofVirtual()
            .unstarted(
                () -> {
                  awaitTurn();
                  code.run();
                  over = true;
                  yieldTurn();
                });
  }

  /** Lets the code run until it stands still or is over. */
  void resume() {
    world = Thread.currentThread();
    running = true;
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    } else {
      LockSupport.unpark(thread);
    }
    while (running) {
      LockSupport.park(this);
    }
  }

  /** Stands still until resumed; for the code itself. */
  void pause() {
    yieldTurn();
    awaitTurn();
  }

  boolean isOver() {
    return over;
  }

  private void yieldTurn() {
    running = false;
    LockSupport.unpark(world);
  }

  private void awaitTurn() {
    while (!running) {
      LockSupport.park(this);
    }
  }
}
