package dev.offhook.local.lambda;

/**
 * Who watches the execution environments work, and may end them: the place for crashes.
 *
 * <p>Called on threads that may block, for any number of environments at once; an environment works
 * on one event at a time.
 */
public interface Overseer {
  /**
   * An environment begins to work on an event.
   *
   * @param function the function's logical id
   * @param environment the session token of the environment's credentials, by which its calls of
   *     AWS are known
   * @param event JSON in UTF-8
   * @param kill ends the environment at once, as if its process had died
   */
  void begins(String function, String environment, byte[] event, Runnable kill);

  /**
   * An environment is done with its event.
   *
   * @return false if it dies of it, and its answer with it
   */
  boolean ends(String environment);
}
