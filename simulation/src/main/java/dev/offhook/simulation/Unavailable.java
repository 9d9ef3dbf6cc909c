package dev.offhook.simulation;

/** What a store or the queue throws when the platform refuses a request. */
final class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unavailable() {
    super("the platform refused the request", null, false, false);
  }
}
