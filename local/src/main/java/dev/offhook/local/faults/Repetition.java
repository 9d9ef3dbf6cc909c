package dev.offhook.local.faults;

/** How a handler runs twice; one answer reaches whoever sent the event, the other is lost. */
public enum Repetition {
  /** The first run is answered, and the second follows. */
  AFTERWARDS,
  /** The first run's answer is lost, and the second, which follows it, is answered. */
  INSTEAD,
  /** Both run at the same time; the answer that is there first is the one. */
  AT_ONCE
}
