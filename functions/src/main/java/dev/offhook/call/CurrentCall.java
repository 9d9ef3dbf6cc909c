package dev.offhook.call;

import dev.offhook.protocol.CallId;
import dev.offhook.protocol.CallType;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.SessionId;
import java.util.Optional;

/**
 * The call a session is in, from its side: what relaying needs without another look-up.
 *
 * @param state {@link CallState#RINGING} or {@link CallState#ACTIVE}
 * @param peerConnection where the peer was reached last; it may be gone
 */
public record CurrentCall(
    CallId id,
    CallRole role,
    CallState state,
    CallType type,
    SessionId peer,
    Optional<ConnectionId> peerConnection) {

  public CurrentCall {
    if (state != CallState.RINGING && state != CallState.ACTIVE) {
      throw new IllegalArgumentException("nobody is in a call that is " + state);
    }
  }
}
