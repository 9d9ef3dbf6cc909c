package dev.offhook.local.gateway;

/**
 * What frames travel over between clients and the gateway: the place for latency, reordering and
 * loss.
 *
 * <p>Both methods are called on a thread that may block, for any number of frames at once. Running
 * a delivery a second time is harmless to the gateway; never running it loses the frame.
 */
public interface Wire {
  /** A wire that keeps its promises. */
  Wire PERFECT =
      new Wire() {
        @Override
        public void toFunction(Runnable delivery) {
          delivery.run();
        }

        @Override
        public void toClient(Runnable delivery) {
          delivery.run();
        }
      };

  /** Carries one frame from a client to the function of its route. */
  void toFunction(Runnable delivery);

  /** Carries one frame to a client. */
  void toClient(Runnable delivery);
}
