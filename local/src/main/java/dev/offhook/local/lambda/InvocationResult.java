package dev.offhook.local.lambda;

/** What became of one synchronous invocation. */
public sealed interface InvocationResult {
  /**
   * The function returned.
   *
   * @param payload what it returned, JSON in UTF-8; may be empty; never changed after it was given
   *     here
   */
  @SuppressWarnings(
      "ArrayRecordComponent") // Compared nowhere; a copy for each frame would buy nothing.
  record Returned(byte[] payload) implements InvocationResult {}

  /**
   * The function threw, or could not be started.
   *
   * @param errorType the exception's class name, as Lambda reports it
   * @param errorMessage the exception's message, empty when it had none
   */
  record Failed(String errorType, String errorMessage) implements InvocationResult {}

  /** The function ran longer than its configured timeout. */
  record TimedOut() implements InvocationResult {}

  /** The function was not run, for want of concurrency. */
  record Throttled() implements InvocationResult {}
}
