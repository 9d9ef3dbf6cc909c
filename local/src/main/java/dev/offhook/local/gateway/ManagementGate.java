package dev.offhook.local.gateway;

import java.util.Optional;

/**
 * What stands before the management API: sees each signed call and its answer, and may refuse it.
 *
 * <p>Called on threads that may block, for any number of calls at once.
 */
public interface ManagementGate {
  /** A gate that lets every call through. */
  ManagementGate OPEN =
      new ManagementGate() {
        @Override
        public Optional<Refusal> admit(ManagementCall call) {
          return Optional.empty();
        }

        @Override
        public void answered(ManagementCall call, int status) {}
      };

  /**
   * An error that is answered in place of doing what was asked for.
   *
   * @param type the exception's name
   * @param member that has the message: {@code message}, or {@code Message} of what IAM refuses
   * @param message empty: the answer has no body
   */
  record Refusal(int status, String type, String member, String message) {
    /** An error of the management API itself. */
    public Refusal(int status, String type, String message) {
      this(status, type, "message", message);
    }
  }

  /** Decides about a call; empty lets it through. */
  Optional<Refusal> admit(ManagementCall call);

  /** What was done about a call is about to be answered. */
  void answered(ManagementCall call, int status);
}
