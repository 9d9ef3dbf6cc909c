package dev.offhook.fakes;

import dev.offhook.protocol.ConnectionId;
import dev.offhook.signaling.Connections;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Connections that keep what was posted to them. All are open, until they are closed or told to be
 * gone.
 */
public final class FakeConnections implements Connections {

  private final Map<Posted, Set<ConnectionId>> scripted = new EnumMap<>(Posted.class);
  private final Map<ConnectionId, List<String>> frames = new HashMap<>();
  private final Set<ConnectionId> closed = new HashSet<>();
  private final Map<ConnectionId, Runnable> afterPost = new HashMap<>();
  private int postsUntilDeath = Integer.MAX_VALUE;

  /** Lets so many more posts pass; the one after them takes its handler down, once. */
  public synchronized void dieAfter(int posts) {
    postsUntilDeath = posts;
  }

  /** Runs this once the next frame was taken for a connection. */
  public synchronized void afterPost(ConnectionId connection, Runnable after) {
    afterPost.put(connection, after);
  }

  /** From now on that connection is no more. */
  public synchronized void lose(ConnectionId connection) {
    script(connection, Posted.GONE);
  }

  /** From now on nothing is taken for that connection. */
  public synchronized void refuse(ConnectionId connection) {
    script(connection, Posted.REFUSED);
  }

  /** From now on frames for that connection are taken again. */
  public synchronized void restore(ConnectionId connection) {
    scripted.values().forEach(connections -> connections.remove(connection));
    closed.remove(connection);
  }

  private void script(ConnectionId connection, Posted answer) {
    restore(connection);
    scripted.computeIfAbsent(answer, _ -> new HashSet<>()).add(connection);
  }

  @Override
  public synchronized Posted post(ConnectionId connection, String frame) {
    if (postsUntilDeath-- == 0) {
      postsUntilDeath = Integer.MAX_VALUE;
      throw new IllegalStateException("the handler dies before it posts");
    }
    if (closed.contains(connection) || isScripted(connection, Posted.GONE)) {
      return Posted.GONE;
    }
    if (isScripted(connection, Posted.REFUSED)) {
      return Posted.REFUSED;
    }
    frames.computeIfAbsent(connection, _ -> new ArrayList<>()).add(frame);
    Runnable after = afterPost.remove(connection);
    if (after != null) {
      after.run();
    }
    return Posted.TAKEN;
  }

  private boolean isScripted(ConnectionId connection, Posted answer) {
    return scripted.getOrDefault(answer, Set.of()).contains(connection);
  }

  @Override
  public synchronized void close(ConnectionId connection) {
    closed.add(connection);
  }

  public synchronized boolean isClosed(ConnectionId connection) {
    return closed.contains(connection);
  }

  @Override
  public synchronized boolean isLive(ConnectionId connection) {
    return !closed.contains(connection) && !isScripted(connection, Posted.GONE);
  }

  /** The frames that were taken for a connection, as they were written, in order. */
  public synchronized List<String> framesOf(ConnectionId connection) {
    return List.copyOf(frames.getOrDefault(connection, List.of()));
  }

  /** What was taken for a connection since this was last asked. */
  public synchronized List<String> takeFramesOf(ConnectionId connection) {
    List<String> taken = frames.remove(connection);
    return taken == null ? List.of() : taken;
  }
}
