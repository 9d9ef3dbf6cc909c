package dev.offhook.local.gateway;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * What a request that opens a WebSocket says.
 *
 * @param headers by name, whatever its case, each with all its values
 * @param domainName the host and port that the client named
 * @param sourceIp the client's address
 */
record Handshake(
    Map<String, List<String>> headers, QueryString query, String domainName, String sourceIp) {
  static Handshake of(Request request) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (HttpField field : request.getHeaders()) {
      String value = field.getValue();
      headers
          .computeIfAbsent(field.getName(), ignored -> new ArrayList<>())
          .add(value == null ? "" : value);
    }
    return new Handshake(
        headers,
        QueryString.parse(request.getHttpURI().getQuery()),
        lastOf(headers, HttpHeader.HOST.asString()).orElse("localhost"),
        SourceIp.of(request));
  }

  /** The last value of a header. */
  Optional<String> header(String name) {
    return lastOf(headers, name);
  }

  /** The elements of a header that is a list with commas. */
  List<String> tokens(String header) {
    return headers.getOrDefault(header, List.of()).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .toList();
  }

  /** What the handshake says where an authorizer looks; empty when it says nothing there. */
  Optional<String> identity(IdentitySource source) {
    Optional<String> value =
        switch (source) {
          case IdentitySource.QueryParameter(String name) -> query.last(name);
          case IdentitySource.Header(String name) -> header(name);
        };
    return value.filter(text -> !text.isEmpty());
  }

  private static Optional<String> lastOf(Map<String, List<String>> headers, String name) {
    return Optional.ofNullable(headers.get(name)).map(List::getLast);
  }
}
