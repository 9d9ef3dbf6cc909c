package dev.offhook.ice;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offhook.protocol.IceServer;
import dev.offhook.protocol.IceServer.Credential;
import dev.offhook.protocol.IceServers;
import dev.offhook.protocol.SessionId;
import dev.offhook.signaling.IceServerSource;
import dev.offhook.signaling.IceServersUnavailableException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * TURN servers that share a secret with the service, such as coturn with {@code use-auth-secret}.
 * The user name is {@code expiry:sessionId}, the expiry in seconds since 1970; the password is the
 * user name's HMAC-SHA1 under the secret, in base64.
 *
 * @param urls of the servers; all of them know the same secret
 * @param lifetime of a credential; a path that was found with it outlives it
 * @param secret the shared secret, as long as it can be read; white space around it is not part of
 *     it
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-uberti-behave-turn-rest-00">A REST API
 *     for access to TURN services</a>
 */
public record SharedSecretTurn(
    List<String> urls, Duration lifetime, Supplier<Optional<String>> secret)
    implements IceServerSource {

  /** What servers of this kind verify. */
  private static final String ALGORITHM = "HmacSHA1";

  public SharedSecretTurn {
    urls = List.copyOf(urls);
  }

  @Override
  public IceServers serversFor(SessionId session, Instant now) {
    String key =
        secret
            .get()
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> new IceServersUnavailableException("the TURN secret is not there"));
    Instant expiresAt = now.plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
    String username = expiresAt.getEpochSecond() + ":" + session.value();
    Credential credential = new Credential(username, password(username, key));
    return new IceServers(
        List.of(new IceServer(urls, Optional.of(credential))), Optional.of(expiresAt));
  }

  private static String password(String username, String key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), ALGORITHM));
      return Base64.getEncoder().encodeToString(mac.doFinal(username.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
    }
  }
}
