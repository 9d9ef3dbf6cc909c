package dev.offhook.local.aws;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A service that listens on a port of its own. Bodies and headers go through untouched. */
final class ForwardedService implements AwsService {
  /** Longer than SQS's longest poll. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Those of one hop, and those that the client makes itself. */
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /** Those that the gateway's server sends itself, or does not. */
  private static final Set<String> OF_THE_SERVER = Set.of("date", "server");

  private final HttpClient http;
  private final URI address;

  ForwardedService(HttpClient http, URI address) {
    this.http = http;
    this.address = address;
  }

  static boolean isHopByHop(String header) {
    return HOP_BY_HOP.contains(header);
  }

  @Override
  public AwsResponse call(AwsRequest request) throws IOException, InterruptedException {
    HttpRequest.Builder forwarded =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .POST(BodyPublishers.ofByteArray(request.body()));
    request
        .headers()
        .forEach((name, values) -> values.forEach(value -> forwarded.header(name, value)));
    HttpResponse<byte[]> response = http.send(forwarded.build(), BodyHandlers.ofByteArray());
    Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
    headers.keySet().removeIf(name -> isHopByHop(name) || OF_THE_SERVER.contains(name));
    return new AwsResponse(response.statusCode(), headers, response.body());
  }
}
