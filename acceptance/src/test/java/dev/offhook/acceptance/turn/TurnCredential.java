package dev.offhook.acceptance.turn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A user name and its password, made by somebody who knows a secret, or doesn't. */
public record TurnCredential(String username, String password) {

  /** For a session, until then, under that secret: as the service makes them. */
  public static TurnCredential of(String session, Instant expiry, String secret) {
    String username = expiry.getEpochSecond() + ":" + session;
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA1"));
      byte[] word = mac.doFinal(username.getBytes(UTF_8));
      return new TurnCredential(username, Base64.getEncoder().encodeToString(word));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has HmacSHA1", impossible);
    }
  }
}
