package dev.offhook.local.aws;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * DynamoDB Local, called on the caller's own thread. It knows no other way in than the handler of
 * an HTTP server; a server of its own between the gateway and it would make every request take half
 * as long again. So its handler gets requests and responses that no connection brought. They have
 * what it uses; a version that uses more is told so by an {@link UnsupportedOperationException}.
 */
final class DynamoDbService implements AwsService {
  private final Handler handler;

  DynamoDbService(Handler handler) {
    this.handler = handler;
  }

  @Override
  public AwsResponse call(AwsRequest request) throws IOException, InterruptedException {
    Answered answered = new Answered();
    try {
      handler.handle(request(request), answered.response(), Callback.NOOP);
    } catch (IOException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("DynamoDB Local fails", e);
    }
    return answered.answer();
  }

  private static Request request(AwsRequest request) {
    HttpFields.Mutable fields = HttpFields.build();
    request.headers().forEach((name, values) -> values.forEach(value -> fields.add(name, value)));
    Content.Source body = Content.Source.from(ByteBuffer.wrap(request.body()));
    return proxy(
        Request.class,
        (_, method, arguments) ->
            switch (method.getName()) {
              case "getMethod" -> "POST";
              case "getHeaders" -> fields;
              case "read" -> body.read();
              default -> throw new UnsupportedOperationException(method.toString());
            });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler calls) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
  }

  /** What the handler answers, which it does in one piece and before it returns. */
  private static final class Answered {
    private final HttpFields.Mutable fields = HttpFields.build();
    private int status = 200;
    private byte[] body = {};

    Response response() {
      return proxy(
          Response.class,
          (_, method, arguments) ->
              switch (method.getName()) {
                case "getHeaders" -> fields;
                case "getStatus" -> status;
                case "setStatus" -> {
                  status = (int) arguments[0];
                  yield null;
                }
                case "write" -> {
                  write((ByteBuffer) arguments[1]);
                  ((Callback) arguments[2]).succeeded();
                  yield null;
                }
                default -> throw new UnsupportedOperationException(method.toString());
              });
    }

    AwsResponse answer() {
      Map<String, List<String>> headers = new TreeMap<>();
      for (HttpField field : fields) {
        if (!ForwardedService.isHopByHop(field.getLowerCaseName()) && field.getValue() != null) {
          headers.computeIfAbsent(field.getName(), _ -> new ArrayList<>()).add(field.getValue());
        }
      }
      return new AwsResponse(status, headers, body);
    }

    private void write(ByteBuffer bytes) {
      body = new byte[bytes.remaining()];
      bytes.get(body);
    }
  }
}
