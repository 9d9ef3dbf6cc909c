package dev.offhook.simulation;

/**
 * Ends a handler as if its process had died: an error, so that no code of the service catches it.
 */
final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  Killed() {
    super("the handler's process died", null, false, false);
  }
}
