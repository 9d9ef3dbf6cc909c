package dev.offhook.acceptance.browser;

/** Parameters of a stack on which tests can wait until a time runs out. */
final class ShortTimes {

  /** Long enough to take a call on a slow machine. */
  static final String RING = "RingSeconds=8";

  /** Shorter than what browsers need to notice that the other one is gone. */
  static final String RESUME = "ResumeSeconds=3";

  private ShortTimes() {}
}
