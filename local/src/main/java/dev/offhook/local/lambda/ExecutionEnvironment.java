package dev.offhook.local.lambda;

/**
 * One place in which a function runs, started once and used again for one event after the other.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html">Lambda's
 *     execution environments</a>
 */
interface ExecutionEnvironment extends AutoCloseable {
  /** What becomes of an event whose environment dies over it. */
  InvocationResult.Failed CRASHED =
      new InvocationResult.Failed("Runtime.ExitError", "Runtime exited without providing a reason");

  /** Runs one event; nobody calls this while another call is under way. */
  InvocationResult invoke(Invocation invocation);

  /** Whether it can take another event: not after a timeout, or when what ran it has ended. */
  boolean isUsable();

  /**
   * Ends what it works on at once, as if its process had died: the event has {@link #CRASHED}, and
   * there is no other.
   */
  void kill();

  /** Ends it; what still runs in it is interrupted or killed. */
  @Override
  void close();

  /** Starts environments of one kind. */
  @FunctionalInterface
  interface Starter {
    /**
     * Starts an environment and waits until it can take an event.
     *
     * @throws FunctionStartException if the function's code can't be loaded, or its constructor
     *     throws
     */
    ExecutionEnvironment start(LambdaFunction function) throws FunctionStartException;
  }
}
