package dev.offhook.session;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map of at most {@value #CAPACITY} entries: which was neither read nor written for longest is
 * forgotten. For what one execution environment happens to know. Not safe for several threads.
 */
public final class RecentlySeen<K, V> extends LinkedHashMap<K, V> {
  static final int CAPACITY = 1000;

  private static final long serialVersionUID = 1L;

  public RecentlySeen() {
    super(16, 0.75f, true);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > CAPACITY;
  }
}
