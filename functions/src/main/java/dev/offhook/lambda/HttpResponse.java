package dev.offhook.lambda;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.Json.ObjectBuilder;
import dev.offhook.json.JsonText;
import dev.offhook.protocol.ErrorCode;
import dev.offhook.protocol.Refusal;
import java.time.Duration;
import java.util.Optional;

/** What the HTTP API answers (payload format 2.0). Nothing of it may be cached. */
record HttpResponse(int status, JsonObject headers, Optional<JsonObject> body) {

  static HttpResponse json(int status, JsonObject body) {
    return new HttpResponse(status, headers("application/json").build(), Optional.of(body));
  }

  static HttpResponse noContent() {
    return new HttpResponse(
        204, Json.object().put("cache-control", "no-store").build(), Optional.empty());
  }

  /** A problem document (RFC 9457) with the code of the contract. */
  static HttpResponse problem(Refusal refusal) {
    ErrorCode code = refusal.code();
    ObjectBuilder headers = headers("application/problem+json");
    if (code == ErrorCode.UNAUTHORIZED) {
      headers.put("www-authenticate", "Bearer");
    }
    refusal.retryAfter().ifPresent(wait -> headers.put("retry-after", seconds(wait)));
    JsonObject body =
        Json.object()
            .put("type", "about:blank")
            .put("title", code.wireName())
            .put("status", code.httpStatus())
            .put("detail", refusal.message())
            .put("code", code.wireName())
            .put("retryable", code.retryable())
            .put("retryAfterMs", refusal.retryAfter().map(Duration::toMillis).map(Json::of))
            .put("path", refusal.path().map(Json::of))
            .build();
    return new HttpResponse(code.httpStatus(), headers.build(), Optional.of(body));
  }

  JsonObject json() {
    return Json.object()
        .put("statusCode", status)
        .put("headers", headers)
        .put("body", body.map(JsonText::write).map(Json::of))
        .put("isBase64Encoded", false)
        .build();
  }

  /** Rounded up: who waits that long has waited long enough. */
  private static String seconds(Duration wait) {
    return Long.toString(Math.ceilDiv(wait.toMillis(), 1000L));
  }

  private static ObjectBuilder headers(String contentType) {
    return Json.object().put("content-type", contentType).put("cache-control", "no-store");
  }
}
