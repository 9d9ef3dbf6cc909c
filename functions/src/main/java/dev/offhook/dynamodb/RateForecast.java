package dev.offhook.dynamodb;

import dev.offhook.protocol.SessionId;
import dev.offhook.session.FrameRate;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What this execution environment last saw of the sessions' rates: a guess which of two requests
 * will do, never a decision. Bounded; the sessions not seen for longest are forgotten.
 */
final class RateForecast {

  private static final int MAX_SESSIONS = 1000;

  private final Map<SessionId, Long> seen =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SessionId, Long> eldest) {
          return size() > MAX_SESSIONS;
        }
      };

  /** The number of the session's {@link FrameRate} as far as is known. */
  synchronized long of(SessionId session) {
    return seen.getOrDefault(session, FrameRate.UNUSED);
  }

  synchronized void saw(SessionId session, long until) {
    seen.put(session, until);
  }
}
