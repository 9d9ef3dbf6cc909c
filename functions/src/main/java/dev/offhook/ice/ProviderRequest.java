package dev.offhook.ice;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.Json.JsonString;
import dev.offhook.json.JsonText;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The request that a provider of ICE servers is asked with, as its secret describes it:
 *
 * <pre>{"url": ..., "method"?: "GET" or "POST" (default), "headers"?: {name: value}, "body"?: text}
 * </pre>
 *
 * {@code ${seconds}} in the address and the body stands for the lifetime that is asked for.
 */
final class ProviderRequest {

  private static final Set<String> METHODS = Set.of("GET", "POST");
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");
  private static final String SECONDS = "${seconds}";

  private ProviderRequest() {}

  /** The request; empty if the secret describes none. What it says is never repeated anywhere. */
  static Optional<HttpRequest> read(String secret, Duration lifetime) {
    return JsonText.readObject(secret).flatMap(description -> request(description, lifetime));
  }

  private static Optional<HttpRequest> request(JsonObject description, Duration lifetime) {
    String method = description.text("method").orElse("POST");
    Optional<URI> url = description.text("url").flatMap(text -> address(text, lifetime));
    Map<String, Json> headers =
        description.object("headers").map(JsonObject::members).orElse(Map.of());
    if (url.isEmpty() || !METHODS.contains(method)) {
      return Optional.empty();
    }
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(url.get());
      for (Map.Entry<String, Json> header : headers.entrySet()) {
        if (!(header.getValue() instanceof JsonString(String value))) {
          return Optional.empty();
        }
        request.header(header.getKey(), value);
      }
      return Optional.of(request.method(method, body(description, lifetime)).build());
    } catch (IllegalArgumentException notOfHttp) {
      return Optional.empty();
    }
  }

  private static BodyPublisher body(JsonObject description, Duration lifetime) {
    return description
        .text("body")
        .map(text -> BodyPublishers.ofString(withSeconds(text, lifetime)))
        .orElseGet(BodyPublishers::noBody);
  }

  /** Encrypted, since what is sent and what comes back is secret; or on this very machine. */
  private static Optional<URI> address(String text, Duration lifetime) {
    try {
      URI address = new URI(withSeconds(text, lifetime));
      boolean encrypted = "https".equals(address.getScheme()) && address.getHost() != null;
      boolean local =
          "http".equals(address.getScheme()) && LOOPBACK.contains("" + address.getHost());
      return encrypted || local ? Optional.of(address) : Optional.empty();
    } catch (URISyntaxException noAddress) {
      return Optional.empty();
    }
  }

  private static String withSeconds(String text, Duration lifetime) {
    return text.replace(SECONDS, Long.toString(lifetime.toSeconds()));
  }
}
