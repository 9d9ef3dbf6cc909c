package dev.offhook.session;

import dev.offhook.protocol.SessionId;
import java.time.Instant;

/** What a token turned out to be. */
public sealed interface TokenCheck {

  /** Signed by us, for a guest, and in time. */
  record Valid(Claims claims) implements TokenCheck {}

  /** As {@link Valid}, but its time is over. */
  record Expired(Claims claims) implements TokenCheck {}

  /** Signed by us, but not for a guest. */
  record NotGuest() implements TokenCheck {}

  /** Anything else. */
  record Invalid() implements TokenCheck {}

  /** What a guest's token says. */
  record Claims(SessionId sessionId, String displayName, Instant expiresAt) {}
}
