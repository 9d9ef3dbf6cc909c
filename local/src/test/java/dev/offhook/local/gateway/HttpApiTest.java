package dev.offhook.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offhook.local.lambda.InvocationResult;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpApiTest {
  @Test
  void statusHeadersCookiesAndBodyAreTheFunctions() {
    HttpResponse<String> response =
        answerTo(
            FakeLambda.returned(
                """
                {"statusCode":201,
                 "headers":{"Content-Type":"application/json","X-Number":7},
                 "cookies":["a=1; Path=/","b=2"],
                 "body":"{\\"made\\":true}"}
                """));

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.body()).isEqualTo("{\"made\":true}");
    assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(response.headers().firstValue("x-number")).hasValue("7");
    assertThat(response.headers().allValues("set-cookie")).containsExactly("a=1; Path=/", "b=2");
    assertThat(response.headers().firstValue("apigw-requestid")).isPresent();
  }

  @Test
  void aBodyInBase64IsDecoded() {
    HttpResponse<String> response =
        answerTo(
            FakeLambda.returned("{\"statusCode\":200,\"body\":\"aGk=\",\"isBase64Encoded\":true}"));

    assertThat(response.body()).isEqualTo("hi");
    assertThat(response.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
  }

  @Test
  void noContentHasNoBody() {
    HttpResponse<String> response = answerTo(FakeLambda.status(204));

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1}", "[1]", "\"text\"", "7", "null"})
  void jsonWithoutAStatusCodeIsTheBodyOfA200(String json) {
    HttpResponse<String> response = answerTo(FakeLambda.returned(json));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(json);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "{\"statusCode\":\"200\"}",
        "{\"statusCode\":101}",
        "{\"statusCode\":200,\"body\":{}}",
        "{\"statusCode\":200,\"body\":\"*\",\"isBase64Encoded\":true}",
        "{\"statusCode\":200,\"headers\":{\"a\":\"x\\r\\ny: z\"}}",
        "{\"statusCode\":200,\"headers\":{\"a b\":\"x\"}}"
      })
  void aMalformedAnswerIsA500(String payload) {
    assertMessage(answerTo(FakeLambda.returned(payload)), 500, "Internal Server Error");
  }

  @Test
  void aFunctionThatThrowsOrTimesOutIsA500AndAThrottledOneA503() {
    assertMessage(
        answerTo(new InvocationResult.Failed("java.lang.Error", "secret")),
        500,
        "Internal Server Error");
    assertMessage(answerTo(new InvocationResult.TimedOut()), 500, "Internal Server Error");
    assertMessage(answerTo(new InvocationResult.Throttled()), 503, "Service Unavailable");
  }

  @Test
  void anIntegrationOverItsTimeIsA503() {
    CountDownLatch done = new CountDownLatch(1);
    GatewayLimits limits = GatewayLimits.AWS.withHttpTimeout(Duration.ofMillis(50));
    try (TestGateway gateway = new TestGateway(config -> config.withLimits(limits))) {
      gateway.lambda.on(
          "Http",
          event -> {
            try {
              done.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return FakeLambda.status(200);
          });

      assertMessage(post(gateway, "/things", ""), 503, "Service Unavailable");
      done.countDown();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/things",
    "POST,/thing",
    "POST,/things/",
    "GET,/things/1/2",
    "POST,/",
    "GET,/live/x"
  })
  void whatNoRouteMatchesIsNotFound(String method, String path) {
    try (TestGateway gateway = new TestGateway()) {
      HttpResponse<String> response =
          TestGateway.send(gateway.request(path).method(method, BodyPublishers.noBody()));

      assertMessage(response, 404, "Not Found");
      assertThat(gateway.lambda.invoked()).isEmpty();
    }
  }

  @Test
  void pathVariablesAreInTheEvent() {
    try (TestGateway gateway = new TestGateway()) {
      TestGateway.send(gateway.request("/things/42"));

      JsonNode event = gateway.lambda.event("Http");
      assertThat(event.path("pathParameters").toString()).isEqualTo("{\"id\":\"42\"}");
      assertThat(event.path("routeKey").asText()).isEqualTo("GET /things/{id}");
      assertThat(event.has("body")).isFalse();
      assertThat(event.has("cookies")).isFalse();
      assertThat(event.has("queryStringParameters")).isFalse();
      assertThat(event.path("rawQueryString").asText()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "application/json,text",
    "text/plain,text",
    "application/problem+json,text",
    "application/octet-stream,base64",
    "application/x-www-form-urlencoded,base64"
  })
  void aBodyIsTextOrBase64ByItsContentType(String contentType, String kind) {
    try (TestGateway gateway = new TestGateway()) {
      TestGateway.send(
          gateway
              .request("/things")
              .header("Content-Type", contentType)
              .POST(BodyPublishers.ofString("hello")));

      JsonNode event = gateway.lambda.event("Http");
      boolean base64 = kind.equals("base64");
      assertThat(event.path("isBase64Encoded").asBoolean()).isEqualTo(base64);
      assertThat(event.path("body").asText()).isEqualTo(base64 ? "aGVsbG8=" : "hello");
    }
  }

  @Test
  void bytesThatAreNotUtf8ArriveAsBase64WhateverTheyCallThemselves() {
    byte[] bytes = {(byte) 0xff, 0, (byte) 0xfe};
    try (TestGateway gateway = new TestGateway()) {
      TestGateway.send(
          gateway
              .request("/things")
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofByteArray(bytes)));

      JsonNode event = gateway.lambda.event("Http");
      assertThat(event.path("isBase64Encoded").asBoolean()).isTrue();
      assertThat(Base64.getDecoder().decode(event.path("body").asText())).isEqualTo(bytes);
    }
  }

  @Test
  void aBodyOf10MBArrivesAndOneByteMoreIs413() {
    byte[] body = new byte[10 * 1024 * 1024];
    Arrays.fill(body, (byte) 'x');
    try (TestGateway gateway = new TestGateway()) {
      assertThat(post(gateway, BodyPublishers.ofByteArray(body)).statusCode()).isEqualTo(200);
      assertThat(gateway.lambda.event("Http").path("body").asText()).hasSize(body.length);

      HttpResponse<String> tooLarge =
          post(
              gateway,
              BodyPublishers.concat(
                  BodyPublishers.ofByteArray(body), BodyPublishers.ofString("y")));
      assertMessage(tooLarge, 413, "Request Entity Too Large");
    }
  }

  @Test
  void overTheStagesThrottleItIs429() {
    HttpApi api = TestGateway.httpApi();
    HttpApi throttled = new HttpApi(api.apiId(), api.routes(), api.cors(), new Throttle(0, 1));
    try (TestGateway gateway = new TestGateway(TestGateway.serving(throttled))) {
      assertThat(post(gateway, "/things", "").statusCode()).isEqualTo(200);
      assertMessage(post(gateway, "/things", ""), 429, "Too Many Requests");
    }
  }

  @Test
  void aPreflightIsAnsweredWithoutRunningCode() {
    try (TestGateway gateway = new TestGateway(TestGateway.serving(cors("*")))) {
      HttpResponse<String> response = TestGateway.send(preflight(gateway, "https://a.example"));

      assertThat(response.statusCode()).isEqualTo(204);
      assertThat(corsHeaders(response))
          .isEqualTo(
              Map.of(
                  "access-control-allow-origin", List.of("*"),
                  "access-control-allow-methods", List.of("GET,POST"),
                  "access-control-allow-headers", List.of("authorization,content-type"),
                  "access-control-max-age", List.of("60")));
      assertThat(gateway.lambda.invoked()).isEmpty();
    }
  }

  @Test
  void anOriginThatIsNotAllowedGetsNoCorsHeaders() {
    try (TestGateway gateway = new TestGateway(TestGateway.serving(cors("https://a.example")))) {
      HttpResponse<String> refused = TestGateway.send(preflight(gateway, "https://b.example"));
      HttpResponse<String> allowed = TestGateway.send(preflight(gateway, "https://a.example"));

      assertThat(refused.statusCode()).isEqualTo(204);
      assertThat(corsHeaders(refused)).isEmpty();
      assertThat(corsHeaders(allowed))
          .containsEntry("access-control-allow-origin", List.of("https://a.example"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/things", "/nowhere"})
  void everyAnswerCarriesTheCorsHeadersOfTheApiNotTheFunctions(String path) {
    try (TestGateway gateway = new TestGateway(TestGateway.serving(cors("*")))) {
      gateway.lambda.on(
          "Http",
          FakeLambda.returned(
              "{\"statusCode\":200,\"headers\":{\"Access-Control-Allow-Origin\":\"mine\"}}"));

      HttpResponse<String> response =
          TestGateway.send(
              gateway
                  .request(path)
                  .header("Origin", "https://a.example")
                  .POST(BodyPublishers.noBody()));

      assertThat(corsHeaders(response))
          .isEqualTo(
              Map.of(
                  "access-control-allow-origin", List.of("*"),
                  "access-control-expose-headers", List.of("x-seen")));
    }
  }

  @Test
  void withoutACorsConfigurationOptionsIsARequestLikeAnyOther() {
    try (TestGateway gateway = new TestGateway()) {
      assertMessage(TestGateway.send(preflight(gateway, "https://a.example")), 404, "Not Found");
    }
  }

  private static HttpApi cors(String origin) {
    HttpApi api = TestGateway.httpApi();
    HttpApi.Cors cors =
        new HttpApi.Cors(
            List.of(origin),
            List.of("GET", "POST"),
            List.of("authorization", "content-type"),
            List.of("x-seen"),
            false,
            Duration.ofMinutes(1));
    return new HttpApi(api.apiId(), api.routes(), cors, api.throttle());
  }

  private static HttpRequest.Builder preflight(TestGateway gateway, String origin) {
    return gateway
        .request("/things")
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "POST")
        .method("OPTIONS", BodyPublishers.noBody());
  }

  private static Map<String, List<String>> corsHeaders(HttpResponse<String> response) {
    Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
    headers.keySet().removeIf(name -> !name.startsWith("access-control-"));
    return headers;
  }

  private static HttpResponse<String> answerTo(InvocationResult result) {
    try (TestGateway gateway = new TestGateway()) {
      gateway.lambda.on("Http", result);
      return post(gateway, "/things", "");
    }
  }

  private static HttpResponse<String> post(TestGateway gateway, String path, String body) {
    return TestGateway.send(gateway.request(path).POST(BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> post(
      TestGateway gateway, HttpRequest.BodyPublisher publisher) {
    return TestGateway.send(
        gateway.request("/things").header("Content-Type", "text/plain").POST(publisher));
  }

  private static void assertMessage(HttpResponse<String> response, int status, String message) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).isEqualTo("{\"message\":\"" + message + "\"}");
    assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
  }
}
