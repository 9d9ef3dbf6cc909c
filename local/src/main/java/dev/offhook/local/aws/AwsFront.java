package dev.offhook.local.aws;

import dev.offhook.local.template.LocalEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The services of AWS on the gateway's port: a POST with an {@code X-Amz-Target} goes to the
 * service that the target begins with, and is counted.
 *
 * <p>It answers this machine alone: the signing key can be read here, and signatures are not
 * verified.
 */
final class AwsFront extends Handler.Abstract {
  private static final String TARGET = "X-Amz-Target";
  private static final String REQUEST_ID = "x-amzn-RequestId";

  /** DynamoDB's limit, the largest of the services'. */
  private static final int MAXIMUM_BODY_BYTES = 16 * 1024 * 1024;

  private final Map<String, AwsService> services;
  private final AwsCalls calls;

  /**
   * @param services by the prefix of their targets
   */
  AwsFront(Map<String, AwsService> services, AwsCalls calls) {
    this.services = Map.copyOf(services);
    this.calls = calls;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    String target = request.getHeaders().get(TARGET);
    if (target == null || !request.getMethod().equals("POST") || !isEndpoint(request)) {
      return false;
    }
    write(answer(request, target), response, callback);
    return true;
  }

  private AwsResponse answer(Request request, String target) throws IOException {
    if (!isLocal(request)) {
      return AwsResponse.error(
          403,
          "AccessDeniedException",
          "the local stack serves AWS to programs on its own machine");
    }
    Optional<byte[]> body = body(request);
    if (body.isEmpty()) {
      return AwsResponse.error(413, "RequestEntityTooLargeException", "the request is too large");
    }
    AwsRequest call = new AwsRequest(target, endToEnd(request), body.orElseThrow());
    if (call.accessKeyId().isEmpty()) {
      return AwsResponse.error(
          400, "MissingAuthenticationTokenException", "Request is missing Authentication Token");
    }
    AwsResponse answer = answer(call);
    calls.add(call, answer);
    return answer;
  }

  private AwsResponse answer(AwsRequest call) throws IOException {
    AwsService service = services.get(call.service());
    if (service == null) {
      return AwsResponse.error(
          400, "UnknownOperationException", call.service() + " is not part of the local stack");
    }
    try {
      return service.call(call);
    } catch (IllegalArgumentException e) {
      return AwsResponse.error(400, "ValidationException", "a header can't be passed on");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return AwsResponse.error(500, "InternalServerError", "the local stack is stopping");
    }
  }

  private static Map<String, List<String>> endToEnd(Request request) {
    Map<String, List<String>> headers = new TreeMap<>();
    for (HttpField field : request.getHeaders()) {
      String name = field.getName().toLowerCase(Locale.ROOT);
      String value = field.getValue();
      if (!ForwardedService.isHopByHop(name) && value != null) {
        headers.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
      }
    }
    return headers;
  }

  private static Optional<byte[]> body(Request request) throws IOException {
    InputStream in = Content.Source.asInputStream(request);
    byte[] body = in.readNBytes(MAXIMUM_BODY_BYTES + 1);
    return body.length > MAXIMUM_BODY_BYTES ? Optional.empty() : Optional.of(body);
  }

  /** The root is every service's endpoint; some clients take a queue's URL for one. */
  private static boolean isEndpoint(Request request) {
    String path = request.getHttpURI().getPath();
    return path.equals("/") || path.startsWith("/" + LocalEnvironment.ACCOUNT + "/");
  }

  /** Not from elsewhere, and not from a web page, which may have its name resolve to here. */
  private static boolean isLocal(Request request) {
    return !request.getHeaders().contains(HttpHeader.ORIGIN)
        && request.getConnectionMetaData().getRemoteSocketAddress()
            instanceof InetSocketAddress from
        && from.getAddress().isLoopbackAddress();
  }

  private static void write(AwsResponse answer, Response response, Callback callback) {
    response.setStatus(answer.status());
    answer
        .headers()
        .forEach((name, values) -> values.forEach(value -> response.getHeaders().add(name, value)));
    if (!response.getHeaders().contains(REQUEST_ID)) {
      response.getHeaders().put(REQUEST_ID, UUID.randomUUID().toString());
    }
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
  }
}
