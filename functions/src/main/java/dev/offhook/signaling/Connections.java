package dev.offhook.signaling;

import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.ServerFrame;

/** The live connections, as API Gateway holds them. */
public interface Connections {

  /** What became of a frame. */
  enum Posted {
    /** The gateway took it. */
    TAKEN,
    /** There is no such connection any more. */
    GONE,
    /** The gateway takes nothing for it now: its buffer is full or the account is throttled. */
    REFUSED
  }

  /** Posts a frame to a connection. */
  Posted post(ConnectionId connection, ServerFrame frame);

  /** Closes a connection; one that is closed already stays so. */
  void close(ConnectionId connection);
}
