package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.ANY_TEXT;
import static dev.offhook.acceptance.wire.Frames.ANY_TIME;
import static dev.offhook.acceptance.wire.Frames.frame;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Frames;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.HttpAnswer;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.acceptance.wire.Tokens;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP API, to which these tests send more in a second than the template's defaults allow. */
@OffhookStack(
    parameters = {
      "NewSessionsPerSecond=1000",
      "NewSessionsBurst=1000",
      "HttpRequestsPerSecond=1000",
      "HttpRequestsBurst=1000"
    })
class HttpIT {

  private static final int BODY_BYTES = 32 * 1024;

  private final LocalStack stack;
  private final Service service;

  HttpIT(LocalStack stack) {
    this.stack = stack;
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  void aSessionIsMadeWithAName() {
    HttpAnswer answer = post("{displayName: ' Ann \\u00e9\\ud83d\\ude00 \\t'}");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("content-type").orElse("")).startsWith("application/json");
    assertThat(answer.header("cache-control")).hasValue("no-store");
    ObjectNode expected = session().put("displayName", "Ann \u00e9\ud83d\ude00");
    assertThat(Frames.isAsExpected(answer.json(), expected)).as(answer.body()).isTrue();
    assertThat(answer.json().path("sessionId").asText()).matches("[A-Za-z0-9_-]{22}");
  }

  @Test
  void aSessionIsMadeWithoutAName() {
    for (String body : List.of("", " ", "{}", "{\"displayName\":null}", "{\"other\":{}}")) {
      HttpAnswer answer = service.http("POST", "/sessions", body);
      assertThat(answer.status()).as(body).isEqualTo(201);
      JsonNode made = answer.json();
      assertThat(made.path("displayName").asText())
          .isEqualTo("Guest-" + made.path("sessionId").asText().substring(0, 4));
    }
  }

  @Test
  void namesAreTakenUpToTheirBounds() {
    for (String name : List.of("A", "x".repeat(64), "\ud83d\ude00".repeat(64), "<b>&\"'\\")) {
      assertThat(service.guestNamed(name).displayName()).isEqualTo(name);
    }
    assertThat(service.guestNamed(" \u00a0\u3000x" + "y".repeat(63) + "\n ").displayName())
        .isEqualTo("x" + "y".repeat(63));
  }

  @Test
  void namesBeyondTheirBoundsAreRefused() {
    for (String name :
        List.of(
            "",
            "  ",
            "\u00a0",
            "x".repeat(65),
            "\ud83d\ude00".repeat(65),
            "a\u0000b",
            "a\nb",
            "a\u202eb",
            "a\u2028b",
            "a\u007fb")) {
      String body = frame("{}").put("displayName", name).toString();
      refused(service.http("POST", "/sessions", body), 400, "bad-request", "/displayName");
    }
    for (String value : List.of("1", "true", "[]", "{}", "['Ann']")) {
      refused(post("{displayName: " + value + "}"), 400, "bad-request", "/displayName");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "null",
        "[]",
        "\"{}\"",
        "{",
        "{}{}",
        "{'displayName':'x'}",
        "{\"displayName\":\"a\",\"displayName\":\"b\"}",
        "{\"displayName\":\"\\ud800\"}",
        "\ufeff{}",
        "{\"a\":NaN}",
        "displayName=x"
      })
  void aBodyThatIsNoJsonObjectIsRefused(String body) {
    refused(service.http("POST", "/sessions", body), 400, "bad-request", "");
  }

  @Test
  void aBodyThatIsNestedTooDeepIsRefused() {
    for (int depth : new int[] {33, 15_000}) {
      String body = "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
      refused(service.http("POST", "/sessions", body), 400, "bad-request", "");
    }
  }

  @Test
  void aBodyThatIsNotUtf8IsRefused() {
    for (byte[] bytes :
        List.of(
            new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'},
            new byte[] {(byte) 0xc0, (byte) 0x80},
            new byte[] {0, 0, 0, 0},
            "{\"displayName\":\"\u00e9\"}".getBytes(UTF_16))) {
      HttpAnswer answer =
          service.send(
              HttpRequest.newBuilder(URI.create(service.apiUrl() + "/sessions"))
                  .header("content-type", "application/octet-stream")
                  .POST(BodyPublishers.ofByteArray(bytes))
                  .build());
      refused(answer, 400, "bad-request", "");
    }
  }

  @Test
  void aBodyMayHave32KibAndNoByteMore() {
    String greatest = "{\"pad\":\"" + "x".repeat(BODY_BYTES - 10) + "\"}";
    assertThat(greatest.getBytes(UTF_8)).hasSize(BODY_BYTES);
    assertThat(service.http("POST", "/sessions", greatest).status()).isEqualTo(201);
    refused(service.http("POST", "/sessions", greatest + " "), 413, "too-large", "");
    String wide = "{\"pad\":\"" + "\u00e9".repeat(BODY_BYTES / 2) + "\"}";
    refused(service.http("POST", "/sessions", wide), 413, "too-large", "");
    refused(service.http("POST", "/sessions", "x".repeat(1_000_000)), 413, "too-large", "");
  }

  @Test
  void aRefreshGivesANewTokenForTheSameSession() {
    Guest ann = service.guest("Ann");
    HttpAnswer answer = service.http("POST", "/sessions/refresh", ann);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("cache-control")).hasValue("no-store");
    ObjectNode expected =
        session().put("displayName", ann.displayName()).put("sessionId", ann.sessionId());
    assertThat(Frames.isAsExpected(answer.json(), expected)).as(answer.body()).isTrue();
    assertThat(answer.json().path("token").asText()).isNotEqualTo(ann.token());
    service.connect(answer.json().path("token").asText()).close();
    service.connect(ann.token()).close();
  }

  @Test
  void iceServersAreTold() {
    HttpAnswer answer = service.http("GET", "/ice-servers", service.guest("Ann"));
    assertThat(answer.status()).isEqualTo(200);
    ObjectNode expected = frame("{iceServers: [], expiresAt: '%s'}", ANY_TIME);
    assertThat(Frames.isAsExpected(answer.json(), expected)).as(answer.body()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /sessions/refresh",
        "DELETE /sessions/me",
        "POST /tickets",
        "GET /ice-servers"
      })
  void whatNeedsATokenIsRefusedWithoutAGoodOne(String route) {
    String method = route.split(" ", -1)[0];
    String path = route.split(" ", -1)[1];
    Guest ann = service.guest("Ann");
    Forgery forgery = new Forgery(service);
    refused(service.http(method, path, ""), 401, "unauthorized", "");
    for (String authorization :
        List.of(
            "Bearer",
            "Bearer x",
            "Basic " + ann.token(),
            ann.token(),
            "Bearer " + TokenAttacks.tooLarge(service, ann),
            "Bearer " + "x".repeat(5000))) {
      HttpAnswer answer = service.http(method, path, "", "authorization", authorization);
      refused(answer, 401, "unauthorized", "");
      assertThat(answer.header("www-authenticate")).isPresent();
    }
    boolean expiredIsGood = path.endsWith("refresh");
    TokenAttacks.on(service, ann)
        .forEach(
            (attack, token) -> {
              if (!(expiredIsGood && attack.startsWith("over "))) {
                refused(bearing(method, path, token), 401, "unauthorized", "");
              }
            });
    refused(bearing(method, path, forgery.notAGuest(ann)), 403, "forbidden", "");
    refused(bearing(method, path, forgery.ofNobody(ann)), 404, "session-not-found", "");
    if (!expiredIsGood) {
      refused(bearing(method, path, forgery.expired(ann)), 401, "unauthorized", "");
    }
    assertThat(service.http("GET", "/ice-servers", ann).status()).isEqualTo(200);
  }

  @Test
  void inventedKeysAreNotLookedForEachTime() {
    Guest ann = service.guest("Ann");
    long mark = stack.awsCalls().mark();
    for (int i = 0; i < 60; i++) {
      ObjectNode header = Tokens.header(ann.token()).put("kid", "invented-" + i);
      String token = Tokens.signed(header, Tokens.claims(ann.token()), "k".repeat(64));
      refused(bearing("GET", "/ice-servers", token), 401, "unauthorized", "");
    }
    assertThat(stack.awsCalls().since(mark))
        .filteredOn(call -> call.service().equals("SecretsManager"))
        .hasSizeLessThan(20);
  }

  @Test
  void anExpiredTokenRefreshes() {
    String expired = new Forgery(service).expired(service.guest("Ann"));
    assertThat(bearing("POST", "/sessions/refresh", expired).status()).isEqualTo(200);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    for (String route :
        List.of("GET /tickets", "GET /sessions", "PUT /sessions", "GET /sessions/me", "GET /x")) {
      HttpAnswer answer = service.http(route.split(" ", -1)[0], route.split(" ", -1)[1], "");
      assertThat(answer.status()).as(route).isEqualTo(404);
      assertThat(answer.body()).isEqualTo("{\"message\":\"Not Found\"}");
    }
  }

  private HttpAnswer post(String body) {
    return service.http("POST", "/sessions", frame(body).toString());
  }

  private HttpAnswer bearing(String method, String path, String token) {
    return service.http(method, path, "", "authorization", "Bearer " + token);
  }

  private static ObjectNode session() {
    return frame(
        "{sessionId: '%s', token: '%s', tokenExpiresAt: '%s', sessionExpiresAt: '%s'}",
        ANY_TEXT, ANY_TEXT, ANY_TIME, ANY_TIME);
  }

  /** The answer is the problem document that the contract has for that code. */
  static void refused(HttpAnswer answer, int status, String code, String path) {
    ObjectNode problem =
        frame(
            "{type: 'about:blank', title: '*', detail: '*', status: %s, code: '%s', retryable:"
                + " false}",
            status, code);
    if (!path.isEmpty()) {
      problem.put("path", path);
    }
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("content-type").orElse("")).startsWith("application/problem+json");
    assertThat(Frames.isAsExpected(answer.json(), problem)).as(answer.body()).isTrue();
    assertThat(answer.body()).doesNotContain("Exception", "dev.offhook");
  }
}
