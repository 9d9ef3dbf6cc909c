package dev.offhook.call;

import dev.offhook.protocol.EndReason;

/** What can happen to a call. */
public sealed interface CallInput {

  /** {@code webrtc:offer} from this side. */
  record Offer() implements CallInput {}

  /** {@code webrtc:answer} from this side. */
  record Answer() implements CallInput {}

  /** {@code webrtc:ice-candidate} from this side. */
  record IceCandidate() implements CallInput {}

  /** {@code webrtc:call-end} from this side. */
  record End(EndReason reason) implements CallInput {}

  /** {@code webrtc:call-reject} from this side. */
  record Reject(EndReason reason) implements CallInput {}

  /** {@code webrtc:call-timeout} from this side. */
  record TimeOut() implements CallInput {}

  /** The server's ring timer ran out. */
  record RingTimer() implements CallInput {}

  /** This side has been gone for the resume window, or its session was revoked. */
  record Gone() implements CallInput {}
}
