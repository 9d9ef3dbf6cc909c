package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.frame;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.acceptance.wire.Tokens;
import java.time.Instant;

/** Tokens that a guest was never given, made from the one that it was given. */
final class Forgery {

  private static final String OTHER_KEY = "k".repeat(64);

  private final String key;

  /** Takes the key of the service, as nobody outside could. */
  Forgery(Service service) {
    this.key = new Damage(service).signingKey();
  }

  /** Rightly signed, and not a guest's. */
  String notAGuest(Guest guest) {
    return signed(guest, claims(guest).put("isGuest", false));
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

  /** Rightly signed, and for another service. */
  String forAnother(Guest guest) {
    return signed(guest, claims(guest).put("aud", "another"));
  }

  /** Rightly signed, and issued by another service. */
  String byAnother(Guest guest) {
    return signed(guest, claims(guest).put("iss", "another"));
  }

  /** Signed with a key that the service doesn't have, under the id of one that it has. */
  String ofAnotherKey(Guest guest) {
    return Tokens.signed(header(guest), claims(guest), OTHER_KEY);
  }

  /** Signed with a key that the service doesn't have, under its own id. */
  String ofAStranger(Guest guest) {
    return Tokens.signed(header(guest).put("kid", "stranger"), claims(guest), OTHER_KEY);
  }

  /** Not signed, and says so (RFC 7519, section 6). */
  static String unsigned(Guest guest) {
    return Tokens.unsigned(frame("{alg: 'none', typ: 'JWT'}"), claims(guest)) + ".";
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
