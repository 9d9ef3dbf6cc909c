package dev.offhook.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.interfaces.Claim;
import com.auth0.jwt.interfaces.DecodedJWT;
import dev.offhook.protocol.SessionId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Guest tokens: JWTs (RFC 7519) signed with HS256, which prove a session. Of the library only the
 * signature is used: its verifier has a clock of its own.
 */
public final class GuestTokens {

  /** A token as it was issued. */
  public record Issued(String token, Instant expiresAt) {
    @Override
    public String toString() {
      return "Issued[expiresAt=" + expiresAt + "]";
    }
  }

  private static final String ALGORITHM = "HS256";
  private static final int MAX_TOKEN_CHARACTERS = 4096;

  /** 32 bytes in base64url in their one spelling: without padding, the two spare bits unset. */
  private static final Pattern SIGNATURE = Pattern.compile("[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]");

  /** How far the clocks of two functions may differ. */
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

  private final String issuer;
  private final String audience;
  private final Duration lifetime;
  private final SigningKeys keys;

  public GuestTokens(String issuer, String audience, Duration lifetime, SigningKeys keys) {
    this.issuer = issuer;
    this.audience = audience;
    this.lifetime = lifetime;
    this.keys = keys;
  }

  /** A new token for that session. */
  public Issued issue(SessionId sessionId, String displayName, String tokenId, Instant now) {
    Instant issuedAt = now.truncatedTo(ChronoUnit.SECONDS);
    Instant expiresAt = issuedAt.plus(lifetime);
    SigningKey key = keys.current();
    String token =
        JWT.create()
            .withKeyId(key.kid())
            .withIssuer(issuer)
            .withAudience(audience)
            .withJWTId(tokenId)
            .withIssuedAt(issuedAt)
            .withExpiresAt(expiresAt)
            .withClaim("sessionId", sessionId.value())
            .withClaim("isGuest", true)
            .withClaim("name", displayName)
            .sign(Algorithm.HMAC256(key.secret()));
    return new Issued(token, expiresAt);
  }

  /** Checks a text that is said to be a token; never throws for what it is given. */
  public TokenCheck check(String token, Instant now) {
    if (token.length() > MAX_TOKEN_CHARACTERS) {
      return new TokenCheck.Invalid();
    }
    return decoded(token)
        .filter(jwt -> isSigned(jwt) && isOurs(jwt) && isIssuedBy(jwt, now.plus(CLOCK_SKEW)))
        .map(jwt -> check(jwt, now))
        .orElseGet(TokenCheck.Invalid::new);
  }

  /**
   * The text taken apart, if it says that it is signed as ours are; nothing of it is verified. The
   * library throws more than its own exceptions for some texts: a payload of {@code null} is a
   * {@code NullPointerException}, as soon as it is looked into.
   */
  private static Optional<DecodedJWT> decoded(String token) {
    try {
      DecodedJWT jwt = JWT.decode(token);
      boolean asOurs =
          ALGORITHM.equals(jwt.getAlgorithm())
              && jwt.getHeaderClaim("kid").asString() != null
              && !jwt.getClaims().isEmpty()
              && isUtf8(jwt.getHeader())
              && isUtf8(jwt.getPayload())
              && SIGNATURE.matcher(jwt.getSignature()).matches();
      return asOurs ? Optional.of(jwt) : Optional.empty();
    } catch (RuntimeException notAToken) {
      return Optional.empty();
    }
  }

  /** The library reads what is not UTF-8 as if it were (RFC 7519, section 7.2). */
  private static boolean isUtf8(String part) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(part)));
      return true;
    } catch (CharacterCodingException notUtf8) {
      return false;
    }
  }

  private boolean isSigned(DecodedJWT jwt) {
    return keys.find(jwt.getKeyId()).filter(key -> isSignedWith(key, jwt)).isPresent();
  }

  private static boolean isSignedWith(SigningKey key, DecodedJWT jwt) {
    try {
      Algorithm.HMAC256(key.secret()).verify(jwt);
      return true;
    } catch (JWTVerificationException otherKey) {
      return false;
    }
  }

  private boolean isOurs(DecodedJWT jwt) {
    return issuer.equals(jwt.getIssuer())
        && jwt.getAudience() != null
        && jwt.getAudience().contains(audience);
  }

  /** Whether it has the times and the id that every token of ours has, and is from the past. */
  private static boolean isIssuedBy(DecodedJWT jwt, Instant latest) {
    return jwt.getClaim("jti").asString() != null
        && jwt.getExpiresAtAsInstant() != null
        && jwt.getIssuedAtAsInstant() != null
        && !jwt.getIssuedAtAsInstant().isAfter(latest);
  }

  private static TokenCheck check(DecodedJWT jwt, Instant now) {
    if (!Boolean.TRUE.equals(jwt.getClaim("isGuest").asBoolean())) {
      return new TokenCheck.NotGuest();
    }
    return claims(jwt)
        .<TokenCheck>map(claims -> inTime(claims, now))
        .orElseGet(TokenCheck.Invalid::new);
  }

  private static TokenCheck inTime(TokenCheck.Claims claims, Instant now) {
    return claims.expiresAt().isAfter(now)
        ? new TokenCheck.Valid(claims)
        : new TokenCheck.Expired(claims);
  }

  private static Optional<TokenCheck.Claims> claims(DecodedJWT jwt) {
    Claim sessionId = jwt.getClaim("sessionId");
    Claim name = jwt.getClaim("name");
    if (sessionId.asString() == null
        || !SessionId.isValid(sessionId.asString())
        || name.asString() == null) {
      return Optional.empty();
    }
    return Optional.of(
        new TokenCheck.Claims(
            new SessionId(sessionId.asString()), name.asString(), jwt.getExpiresAtAsInstant()));
  }
}
