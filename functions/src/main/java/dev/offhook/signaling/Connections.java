package dev.offhook.signaling;

import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.ServerFrame;
import dev.offhook.protocol.ServerFrameWriter;

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

  /** Posts a frame, as written by {@link ServerFrameWriter}, to a connection. */
  Posted post(ConnectionId connection, String frame);

  /** Posts a frame to a connection. */
  default Posted post(ConnectionId connection, ServerFrame frame) {
    return post(connection, ServerFrameWriter.write(frame));
  }

  /** Whether there still is such a connection; true in doubt. */
  boolean isLive(ConnectionId connection);

  /** Closes a connection; one that is closed already stays so. */
  void close(ConnectionId connection);
}
