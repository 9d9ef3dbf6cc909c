package dev.offhook.acceptance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens (JWT, RFC 7519) as somebody could make them who has a key, right or wrong. */
public final class Tokens {

  private static final String HS256 = "HmacSHA256";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private Tokens() {}

  /** A token signed with HS256 under that key. */
  public static String signed(ObjectNode header, ObjectNode claims, String key) {
    return signed(header, claims, key, HS256);
  }

  /** A token signed by an algorithm of Java's under that key, whatever its header says. */
  public static String signed(ObjectNode header, ObjectNode claims, String key, String mac) {
    return signed(unsigned(header, claims), key, mac);
  }

  /** What stands before a signature, in whatever spelling, signed with HS256 under that key. */
  public static String signedParts(String header, String claims, String key) {
    return signed(header + "." + claims, key, HS256);
  }

  private static String signed(String text, String key, String algorithm) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), algorithm));
      return text + "." + BASE64.encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A token signed with RS256 under a key that somebody made for it. */
  public static String signedByRsa(ObjectNode header, ObjectNode claims) {
    String text = unsigned(header, claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(Rsa.KEY);
      signature.update(text.getBytes(UTF_8));
      return text + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Header and claims of a token, without a point and a signature behind. */
  public static String unsigned(ObjectNode header, ObjectNode claims) {
    return part(header) + "." + part(claims);
  }

  /** What a token says of itself. */
  public static ObjectNode header(String token) {
    return decoded(token, 0);
  }

  /** What a token says of its bearer. */
  public static ObjectNode claims(String token) {
    return decoded(token, 1);
  }

  private static ObjectNode decoded(String token, int part) {
    byte[] json = Base64.getUrlDecoder().decode(token.split("\\.", -1)[part]);
    return (ObjectNode) Frames.parse(new String(json, UTF_8));
  }

  /** A part of a token. */
  public static String part(ObjectNode json) {
    return BASE64.encodeToString(json.toString().getBytes(UTF_8));
  }

  /** A key of somebody's own, made when it is first asked for: that may take seconds. */
  private static final class Rsa {
    /** Of RS256 (RFC 7518, section 3.3). Longer ones take longer to find. */
    private static final int SHORTEST_BITS = 2048;

    static final PrivateKey KEY = made();

    private static PrivateKey made() {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(SHORTEST_BITS);
        return generator.generateKeyPair().getPrivate();
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }
}
