package dev.offhook.session;

import java.util.Optional;
import java.util.Set;

/**
 * The web origins whose pages may use the service, compared exactly, as browsers write them.
 *
 * @param origins such as {@code https://app.example.com}; {@link #ANY} allows all
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6454#section-7">RFC 6454, The HTTP Origin Header
 *     Field</a>
 */
public record AllowedOrigins(Set<String> origins) {

  /** Stands for every origin. */
  public static final String ANY = "*";

  public AllowedOrigins {
    origins = Set.copyOf(origins);
  }

  /** Whether a request may pass; one without an origin comes from no page of a browser. */
  public boolean allow(Optional<String> origin) {
    return origin.isEmpty() || origins.contains(ANY) || origins.contains(origin.get());
  }
}
