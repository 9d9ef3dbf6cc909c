package dev.offhook.local.gateway;

import dev.offhook.local.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A complete HTTP response. */
@SuppressWarnings("ArrayRecordComponent") // Written once, compared nowhere.
record Answer(int status, HttpFields headers, byte[] body) {
  private static final byte[] NOTHING = {};

  static Answer empty(int status) {
    return new Answer(status, HttpFields.EMPTY, NOTHING);
  }

  static Answer json(int status, byte[] body) {
    return empty(status)
        .with(HttpHeader.CONTENT_TYPE.asString(), "application/json")
        .withBody(body);
  }

  /** The answer that the gateway gives in its own name: {@code {"message":"..."}}. */
  static Answer message(int status, String message) {
    return json(status, Json.bytes(Json.object().put("message", message)));
  }

  Answer with(String header, String value) {
    return new Answer(
        status, HttpFields.build(headers).add(new HttpField(header, value)).asImmutable(), body);
  }

  Answer withBody(byte[] changed) {
    return new Answer(status, headers, changed);
  }

  Answer withBody(String text) {
    return withBody(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends it; {@code callback} completes when it is out. */
  void writeTo(Response response, Callback callback) {
    response.setStatus(status);
    response.getHeaders().add(headers);
    boolean hasBody = status != 204 && status != 304;
    if (hasBody) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    }
    response.write(true, hasBody ? ByteBuffer.wrap(body) : null, callback);
  }
}
