package dev.offhook.ice;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonArray;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.Json.JsonString;
import dev.offhook.json.JsonText;
import dev.offhook.protocol.IceServer;
import dev.offhook.protocol.IceServer.Credential;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a provider answers: {@code {"iceServers": [...]}}, as {@code RTCConfiguration} has it; also
 * one server instead of the list, the list alone, or {@code ice_servers}, as some have it.
 */
final class ProviderAnswer {

  private static final int MAX_SERVERS = 20;
  private static final int MAX_URLS = 20;

  /** RFC 7064 and RFC 7065. */
  private static final Pattern STUN = Pattern.compile("stuns?:[\\x21-\\x7E]{1,255}");

  private static final Pattern TURN = Pattern.compile("turns?:[\\x21-\\x7E]{1,255}");

  private ProviderAnswer() {}

  /** The servers; empty if any of it isn't what browsers take. */
  static Optional<List<IceServer>> read(String text) {
    List<Json> listed = JsonText.read(text).map(ProviderAnswer::listed).orElse(List.of());
    List<IceServer> servers =
        listed.stream().limit(MAX_SERVERS + 1L).flatMap(json -> server(json).stream()).toList();
    boolean good =
        !servers.isEmpty() && servers.size() == listed.size() && servers.size() <= MAX_SERVERS;
    return good ? Optional.of(servers) : Optional.empty();
  }

  private static List<Json> listed(Json answer) {
    return switch (answer) {
      case JsonArray list -> list.elements();
      case JsonObject object ->
          object
              .member("iceServers")
              .or(() -> object.member("ice_servers"))
              .map(
                  servers -> servers instanceof JsonArray list ? list.elements() : List.of(servers))
              .orElse(List.of());
      case Json _ -> List.of();
    };
  }

  private static Optional<IceServer> server(Json json) {
    if (!(json instanceof JsonObject object)) {
      return Optional.empty();
    }
    List<Json> named = object.member("urls").map(ProviderAnswer::elements).orElse(List.of());
    List<String> urls = named.stream().flatMap(ProviderAnswer::text).toList();
    if (urls.isEmpty() || urls.size() > MAX_URLS || urls.size() < named.size()) {
      return Optional.empty();
    }
    Optional<Credential> credential =
        object
            .text("username")
            .flatMap(name -> object.text("credential").map(word -> new Credential(name, word)));
    boolean allStun = urls.stream().allMatch(url -> STUN.matcher(url).matches());
    boolean known =
        urls.stream().allMatch(url -> STUN.matcher(url).matches() || TURN.matcher(url).matches());
    return allStun || (known && credential.isPresent())
        ? Optional.of(new IceServer(urls, credential))
        : Optional.empty();
  }

  private static List<Json> elements(Json urls) {
    return urls instanceof JsonArray list ? list.elements() : List.of(urls);
  }

  private static Stream<String> text(Json json) {
    return json instanceof JsonString(String value) ? Stream.of(value) : Stream.empty();
  }
}
