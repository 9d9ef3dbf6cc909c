package dev.offhook.acceptance.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.Optional;

/** What an HTTP request was answered. */
public record HttpAnswer(HttpResponse<String> response) {

  public int status() {
    return response.statusCode();
  }

  public String body() {
    return response.body();
  }

  /** The body, which must be JSON. */
  public JsonNode json() {
    return Frames.parse(response.body());
  }

  /** The first header of that name. */
  public Optional<String> header(String name) {
    return response.headers().firstValue(name);
  }
}
