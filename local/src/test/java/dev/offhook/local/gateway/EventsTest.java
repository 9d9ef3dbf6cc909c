package dev.offhook.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Every event, member by member, as the files in {@code gateway/} have it. */
class EventsTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String ID = "[A-Za-z0-9_-]{15}=";
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochMilli(1_707_503_008_941L));
  private static final String[] HEADERS = {"User-Agent: test/1", "X-Twice: one", "X-Twice: two"};

  @Test
  void everyEventOfAConnectionIsAsTheGatewayMakesIt() throws IOException {
    UnaryOperator<GatewayConfig> authorized = TestGateway.serving(TestGateway.authorized());
    try (TestGateway gateway =
        new TestGateway(config -> authorized.apply(config).withClock(CLOCK))) {
      gateway.lambda.on("Authorizer", FakeLambda.allow("{\"sessionId\":\"s-1\"}"));

      TestSocket socket =
          TestSocket.open(
              gateway.port(),
              "/live?token=a%20b&n=1&n=2",
              "User-Agent: test/1",
              "Origin: http://localhost:" + gateway.port(),
              "X-Twice: one",
              "X-Twice: two");
      assertEvent(gateway, "Authorizer", "authorize.json");
      assertEvent(gateway, "Connect", "connect.json");

      socket.send("{\"action\":\"unknown\"}");
      assertEvent(gateway, "Default", "message.json");

      socket.sendCloseWithoutCode();
      assertEvent(gateway, "Disconnect", "disconnect.json");
    }
  }

  @Test
  void withoutAQueryUserAgentOrAuthorizerTheirMembersAreMissing() {
    try (TestGateway gateway = new TestGateway()) {
      TestSocket _ = gateway.open();

      JsonNode event = gateway.lambda.event("Connect");

      assertThat(event.has("queryStringParameters")).isFalse();
      assertThat(event.has("multiValueQueryStringParameters")).isFalse();
      assertThat(event.has("body")).isFalse();
      assertThat(event.path("requestContext").has("authorizer")).isFalse();
      assertThat(event.at("/requestContext/identity").toString())
          .isEqualTo("{\"sourceIp\":\"127.0.0.1\"}");
    }
  }

  @Test
  void anHttpRequestIsAnEventOfPayloadFormat2() throws IOException {
    try (TestGateway gateway = new TestGateway(config -> config.withClock(CLOCK))) {
      String head =
          "POST /things?n=1&n=2&q=a%20b HTTP/1.1\r\nHost: localhost:"
              + gateway.port()
              + "\r\n"
              + String.join("\r\n", HEADERS)
              + "\r\nAuthorization: Bearer t\r\nCookie: one=1; two=2\r\n"
              + "Content-Type: application/json\r\nContent-Length: 9\r\n\r\n";

      assertThat(TestSocket.raw(gateway.port(), head + "{\"a\":\"b\"}").answer.status())
          .isEqualTo(200);

      assertEvent(gateway, "Http", "http.json");
    }
  }

  @Test
  void allEventsOfAConnectionHaveItsIdAndRequestIdsOfTheirOwn() {
    try (TestGateway gateway = new TestGateway()) {
      TestSocket socket = gateway.open();
      socket.send("one");
      JsonNode connect = gateway.lambda.event("Connect").path("requestContext");
      JsonNode message = gateway.lambda.event("Default").path("requestContext");

      assertThat(message.path("connectionId")).isEqualTo(connect.path("connectionId"));
      assertThat(message.path("connectedAt")).isEqualTo(connect.path("connectedAt"));
      assertThat(message.path("requestId")).isNotEqualTo(connect.path("requestId"));
    }
  }

  private static void assertEvent(TestGateway gateway, String function, String file)
      throws IOException {
    JsonNode event = gateway.lambda.event(function);
    JsonNode context = event.path("requestContext");
    String text = event.toString();
    assertThat(context.path("requestId").asText()).matches(ID);
    text = text.replace(context.path("requestId").asText(), "<request>");
    text = replaceId(text, context.path("connectionId"), "<connection>");
    text = replaceId(text, context.path("messageId"), "<message>");
    text = text.replaceAll("Root=1-65c66da0-[0-9a-f]{24}", "<trace>");
    text = text.replaceAll("\\b" + gateway.port() + "\\b", "<port>");
    ObjectNode actual = (ObjectNode) MAPPER.readTree(text);
    if (actual.at("/requestContext/authorizer/integrationLatency").isInt()) {
      ((ObjectNode) actual.at("/requestContext/authorizer")).put("integrationLatency", 0);
    }
    try (InputStream golden = EventsTest.class.getResourceAsStream("/gateway/" + file)) {
      assertThat(actual.toPrettyString())
          .isEqualTo(
              ordered(MAPPER.readTree(Objects.requireNonNull(golden)), actual).toPrettyString());
    }
  }

  private static String replaceId(String text, JsonNode id, String name) {
    if (id.isMissingNode()) {
      return text;
    }
    assertThat(id.asText()).matches(ID);
    return text.replace(id.asText(), name);
  }

  /** The expected members in the order of the actual ones, so that a difference is easy to see. */
  private static JsonNode ordered(JsonNode expected, JsonNode actual) {
    if (!expected.isObject() || !actual.isObject()) {
      return expected;
    }
    ObjectNode result = MAPPER.createObjectNode();
    actual
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (expected.has(name)) {
                result.set(name, ordered(expected.path(name), actual.path(name)));
              }
            });
    expected.properties().forEach(member -> result.putIfAbsent(member.getKey(), member.getValue()));
    return result;
  }
}
