package dev.offhook.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A single-use stand-in for a token in the URL of a connection: 256 random bits in base64url. It
 * has no point and a token has two, so neither is ever taken for the other. Never printed.
 */
public record Ticket(String value) {

  /** How many random bytes a ticket is made of. */
  public static final int BYTES = 32;

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

  public Ticket {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a ticket");
    }
  }

  /** Whether a text has the form of a ticket. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * What a ticket is stored by: who reads the store can't connect with what is there. One round of
   * SHA-256 is enough, for nobody guesses 256 bits.
   */
  public String hash() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  @Override
  public String toString() {
    return "Ticket";
  }
}
