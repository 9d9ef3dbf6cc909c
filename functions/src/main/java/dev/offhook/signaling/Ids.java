package dev.offhook.signaling;

import dev.offhook.protocol.CallId;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Ticket;
import java.util.Base64;
import java.util.random.RandomGenerator;

/** Makes identifiers of 128 random bits, and tickets, in base64url without padding. */
public final class Ids {

  private static final int BYTES = 16;

  private final RandomGenerator random;

  /** Takes a source that nobody can guess, such as {@link java.security.SecureRandom}. */
  public Ids(RandomGenerator random) {
    this.random = random;
  }

  public SessionId newSessionId() {
    return new SessionId(next(BYTES));
  }

  public CallId newCallId() {
    return new CallId(next(BYTES));
  }

  /** A new {@code jti}. */
  public String newTokenId() {
    return next(BYTES);
  }

  public Ticket newTicket() {
    return new Ticket(next(Ticket.BYTES));
  }

  private String next(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
