package dev.offhook.session;

import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.RoomName;
import dev.offhook.protocol.SessionId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The room a session is in, from its side.
 *
 * @param peers the others there, and where each was reached last; it may be gone
 * @param unannounced since when it is there, if the others may not have been told yet
 */
public record RoomPlace(
    RoomName room, Map<SessionId, Optional<ConnectionId>> peers, Optional<Instant> unannounced) {

  public RoomPlace {
    peers = Collections.unmodifiableMap(new LinkedHashMap<>(peers));
  }
}
