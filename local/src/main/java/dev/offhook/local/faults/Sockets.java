package dev.offhook.local.faults;

/** The gateway's sockets, which can be cut. */
@FunctionalInterface
public interface Sockets {
  /**
   * Cuts the socket of a connection.
   *
   * @param isTold whether {@code $disconnect} runs
   * @return false if there is no such connection
   */
  boolean cut(String connectionId, boolean isTold);
}
