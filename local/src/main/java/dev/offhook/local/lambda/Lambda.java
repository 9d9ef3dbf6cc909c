package dev.offhook.local.lambda;

/**
 * The functions of the stack, synchronously invoked.
 *
 * <p>Safe for any number of threads at once, virtual ones too; a call blocks until the function has
 * answered, failed, or run out of its time. Nothing is ever thrown for what a function does: that
 * is an {@link InvocationResult}.
 */
@FunctionalInterface
public interface Lambda {
  /**
   * Runs one function with one event.
   *
   * @param function the function's logical id in the template
   * @param sender whose event it is: one who sends many makes only itself wait
   * @param event the event, JSON in UTF-8
   */
  InvocationResult invoke(String function, Sender sender, byte[] event);
}
