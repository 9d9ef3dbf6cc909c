package dev.offhook.local.gateway;

/**
 * What frames travel over between clients and the gateway: the place for latency, reordering and
 * loss.
 *
 * <p>Both methods are called on a thread that may block, for any number of frames at once. Running
 * a delivery later, on another thread or a second time is harmless to the gateway; never running it
 * loses the frame.
 */
public interface Wire {
  /** Where a frame to a client comes from. */
  enum Origin {
    /** A call of the management API. */
    POST,
    /** The answer to a frame of the client's, a function's or the gateway's own. */
    ANSWER
  }

  /** A wire that keeps its promises. */
  Wire PERFECT =
      new Wire() {
        @Override
        public void toFunction(String connectionId, String text, Runnable delivery) {
          delivery.run();
        }

        @Override
        public void toClient(String connectionId, Origin origin, byte[] utf8, Runnable delivery) {
          delivery.run();
        }
      };

  /**
   * Carries one frame from a client to the function of its route. The delivery returns when the
   * function has answered.
   */
  void toFunction(String connectionId, String text, Runnable delivery);

  /** Carries one frame to a client. */
  void toClient(String connectionId, Origin origin, byte[] utf8, Runnable delivery);
}
