package dev.offhook.session;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.interfaces.Claim;
import com.auth0.jwt.interfaces.DecodedJWT;
import dev.offhook.protocol.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Guest tokens: JWTs (RFC 7519) signed with HS256, which prove a session. */
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

  /** How far the clocks of two functions may differ. */
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

  /** Expiry is told apart from invalidity here, not by the library. */
  private static final long IGNORE_EXPIRY_SECONDS = Duration.ofDays(36_500).toSeconds();

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
    return verified(token).map(jwt -> check(jwt, now)).orElseGet(TokenCheck.Invalid::new);
  }

  private Optional<DecodedJWT> verified(String token) {
    try {
      DecodedJWT unverified = JWT.decode(token);
      if (!ALGORITHM.equals(unverified.getAlgorithm()) || unverified.getKeyId() == null) {
        return Optional.empty();
      }
      Optional<SigningKey> key = keys.find(unverified.getKeyId());
      return key.map(found -> verify(token, found));
    } catch (JWTVerificationException notOurs) {
      return Optional.empty();
    }
  }

  private DecodedJWT verify(String token, SigningKey key) {
    return JWT.require(Algorithm.HMAC256(key.secret()))
        .withIssuer(issuer)
        .withAudience(audience)
        .withClaimPresence("exp")
        .withClaimPresence("iat")
        .withClaimPresence("jti")
        .acceptIssuedAt(CLOCK_SKEW.toSeconds())
        .acceptExpiresAt(IGNORE_EXPIRY_SECONDS)
        .build()
        .verify(token);
  }

  private static TokenCheck check(DecodedJWT jwt, Instant now) {
    if (!Boolean.TRUE.equals(jwt.getClaim("isGuest").asBoolean())) {
      return new TokenCheck.NotGuest();
    }
    Optional<TokenCheck.Claims> claims = claims(jwt);
    if (claims.isEmpty()) {
      return new TokenCheck.Invalid();
    }
    return claims.get().expiresAt().isAfter(now)
        ? new TokenCheck.Valid(claims.get())
        : new TokenCheck.Expired(claims.get());
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
