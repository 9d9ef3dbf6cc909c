package dev.offhook.session;

import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.FrameId;
import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.SessionId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The room a session is in, from its side.
 *
 * @param peers the others there, and where each was reached last; it may be gone
 * @param joining the id of the frame that joined
 */
public record RoomPlace(
    RoomName room, Map<SessionId, Optional<ConnectionId>> peers, Optional<FrameId> joining) {

  public RoomPlace {
    peers = Collections.unmodifiableMap(new LinkedHashMap<>(peers));
  }
}
