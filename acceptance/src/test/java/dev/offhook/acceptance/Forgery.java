package dev.offhook.acceptance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.acceptance.wire.Tokens;
import java.time.Instant;
import java.util.List;

/**
 * Tokens that a guest was never given, rightly signed: what is refused otherwise than as no token,
 * and what is accepted. {@link TokenAttacks} has the others.
 */
final class Forgery {

  private final String key;

  /** Takes the key of the service, as nobody outside could. */
  Forgery(Service service) {
    this.key = new Damage(service).signingKey();
  }

  /** Rightly signed, and not a guest's. */
  String notAGuest(Guest guest) {
    return signed(guest, claims(guest).put("isGuest", false));
  }

  /** Rightly signed, and a guest's only by some readings. */
  List<String> hardlyAGuest(Guest guest) {
    ObjectNode without = claims(guest);
    without.remove("isGuest");
    return List.of(
        signed(guest, without),
        signed(guest, claims(guest).put("isGuest", "true")),
        signed(guest, claims(guest).put("isGuest", 1)),
        signed(guest, claims(guest).putNull("isGuest")));
  }

  /** Rightly signed, and over. */
  String expired(Guest guest) {
    long now = Instant.now().getEpochSecond();
    return signed(guest, claims(guest).put("iat", now - 100).put("exp", now - 1));
  }

  /** Rightly signed, for a session that never was. */
  String ofNobody(Guest guest) {
    return signed(guest, claims(guest).put("sessionId", "never-was"));
  }

  /** Rightly signed, and good until that time, since another. */
  String inTime(Guest guest, Instant issuedAt, Instant expiresAt) {
    ObjectNode claims = claims(guest).put("iat", issuedAt.getEpochSecond());
    return signed(guest, claims.put("exp", expiresAt.getEpochSecond()));
  }

  private String signed(Guest guest, ObjectNode claims) {
    return Tokens.signed(header(guest), claims, key);
  }

  private static ObjectNode header(Guest guest) {
    return Tokens.header(guest.token());
  }

  private static ObjectNode claims(Guest guest) {
    return Tokens.claims(guest.token());
  }
}
