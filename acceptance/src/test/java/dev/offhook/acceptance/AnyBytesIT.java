package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.error;
import static dev.offhook.acceptance.wire.Frames.isAsExpected;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Frames;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.HttpAnswer;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Anything at all, sent in the middle of a call. The seed makes each run the same. */
@OffhookStack
class AnyBytesIT {

  private static final long SEED = 20260101;
  private static final int FRAMES = 400;
  private static final int REQUESTS = 200;

  private final Service service;
  private final Random random = new Random(SEED);
  private final Garbage garbage = new Garbage(random);

  AnyBytesIT(LocalStack stack) {
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  void everyExampleOfARefusalIsRefusedOverTheWireAsItSays() throws IOException {
    CallBetween call = CallBetween.active(service);
    Guest ann = call.caller();
    int tried = 0;
    try (Stream<Path> files = Files.list(Path.of("..", "docs", "frames", "refused"))) {
      for (Path file : files.sorted().toList()) {
        JsonNode example = Frames.parse(Files.readString(file));
        String text =
            example.has("text") ? example.get("text").textValue() : example.get("frame").toString();
        if (fitsAFrame(text)) {
          ann.socket().send(text);
          ObjectNode expected = error(example.path("code").asText(), false);
          example.optional("path").ifPresent(path -> expected.set("path", path));
          example.optional("id").ifPresent(id -> expected.set("id", id));
          JsonNode answer = ann.socket().takeAny();
          assertThat(isAsExpected(answer, expected)).as("%s: %s", file, answer).isTrue();
          tried++;
        }
      }
    }
    assertThat(tried).isGreaterThan(200);
    call.isActive();
  }

  /** What the gateway takes and a client here can send: no empty message, no lone surrogate. */
  private static boolean fitsAFrame(String text) {
    return !text.isEmpty()
        && text.getBytes(UTF_8).length <= 32 * 1024
        && text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }

  @Test
  void garbageIsABadRequestAndChangesNothing() {
    CallBetween call = CallBetween.active(service);
    Guest ann = call.caller();
    for (int i = 0; i < FRAMES; i++) {
      String text = garbage.text();
      ann.socket().send(text);
      JsonNode answer = ann.socket().takeAny();
      assertThat(isAsExpected(answer, error("bad-request", false)))
          .as("%s is answered %s", text, answer)
          .isTrue();
    }
    call.isActive();
  }

  @Test
  void framesOfWrongShapesAreAnsweredOnceAndTheCallGoesOn() {
    CallBetween call = CallBetween.active(service);
    for (int i = 0; i < FRAMES; i++) {
      Guest side = random.nextBoolean() ? call.caller() : call.callee();
      ObjectNode frame = garbage.wrongFrame();
      JsonNode answer = side.ask(frame);
      String action = answer.path("action").asText();
      assertThat(List.of("error", "ack", "pong", "room:joined", "connection:established"))
          .as("%s is answered %s", frame, answer)
          .contains(action);
      assertThat(answer.path("code").asText()).isNotEqualTo("internal");
      assertThat(answer.toString()).doesNotContain("Exception", "dev.offhook");
    }
    for (Guest side : List.of(call.caller(), call.callee())) {
      side.socket()
          .left()
          .forEach(
              heard ->
                  assertThat(heard.has("from") || heard.path("action").asText().startsWith("room:"))
                      .as("%s", heard)
                      .isTrue());
    }
    call.isActive();
    Candidates.travelBothWays(call);
  }

  @Test
  void requestsOfAnyBytesAreAnsweredByTheContract() {
    List<String> routes =
        List.of(
            "POST /sessions", "POST /sessions/refresh", "DELETE /sessions/me", "GET /ice-servers");
    for (int i = 0; i < REQUESTS; i++) {
      String[] route = routes.get(random.nextInt(routes.size())).split(" ", -1);
      String path = route[1] + (random.nextInt(4) == 0 ? "?token=" + garbage.word() : "");
      HttpAnswer answer =
          service.http(route[0], path, garbage.text(), "authorization", "Bearer " + garbage.word());
      assertThat(answer.status()).as("%s %s", route[0], path).isBetween(400, 499);
      assertThat(answer.json().path("code").asText())
          .isIn("bad-request", "unauthorized", "too-large");
      assertThat(answer.body()).doesNotContain("Exception", "dev.offhook");
    }
  }

  @Test
  void pathsOfAnyBytesAreNotFound() {
    for (String path :
        List.of(
            "/sessions/",
            "/sessions/me/x",
            "/%00",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/sessions%2fme",
            "/ice-servers/%ff",
            "//sessions",
            "/sessions;x=1",
            "/x?%%%".replace("%%%", "%25"))) {
      HttpAnswer answer = service.http("GET", path, "");
      assertThat(answer.status()).as(path).isBetween(400, 404);
      assertThat(answer.body()).doesNotContain("Exception", "dev.offhook", "jetty");
    }
  }
}
