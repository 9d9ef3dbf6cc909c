package dev.offhook.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offhook.local.lambda.InvocationResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizerTest {
  private static final String ARN =
      "arn:aws:execute-api:us-east-1:000000000000:abcdef1234/live/$connect";

  @ParameterizedTest
  @ValueSource(strings = {"/live", "/live?token=", "/live?Token=x", "/live?a=token"})
  void aMissingIdentitySourceIsA401WithoutInvoking(String pathAndQuery) {
    try (TestGateway gateway = gateway()) {
      TestSocket.HandshakeAnswer answer = handshake(gateway, pathAndQuery);

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.body()).startsWith("{\"message\": \"Unauthorized\", \"connectionId\":\"");
      assertThat(gateway.lambda.invoked()).isEmpty();
    }
  }

  @Test
  void anIdentitySourceMayBeAHeaderWhateverItsCase() {
    WebSocketApi api = TestGateway.webSocketApi();
    Authorization header =
        new Authorization.Custom("Authorizer", List.of("route.request.header.X-Token"));
    WebSocketApi changed =
        new WebSocketApi(
            api.apiId(), api.stage(), api.routeSelection(), api.routes(), header, Throttle.NONE);
    try (TestGateway gateway = new TestGateway(TestGateway.serving(changed))) {
      gateway.lambda.on("Authorizer", FakeLambda.allow("{}"));

      assertThat(handshake(gateway, "/live").status()).isEqualTo(401);
      assertThat(TestSocket.handshake(gateway.port(), "/live", "x-token: t").answer.status())
          .isEqualTo(101);
    }
  }

  @Test
  void throwingUnauthorizedIsA401() {
    assertStatus(new InvocationResult.Failed("java.lang.RuntimeException", "Unauthorized"), 401);
  }

  @Test
  void anyOtherErrorIsA500() {
    assertStatus(new InvocationResult.Failed("java.lang.RuntimeException", "unauthorized"), 500);
    assertStatus(new InvocationResult.TimedOut(), 500);
    assertStatus(new InvocationResult.Throttled(), 500);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "no json",
        "{\"principalId\":\"p\"}",
        "{\"policyDocument\":{\"Statement\":[]}}",
        "{\"principalId\":7,\"policyDocument\":{\"Statement\":[]}}",
        "{\"principalId\":\"p\",\"policyDocument\":{\"Statement\":[]},\"context\":[]}",
        "{\"principalId\":\"p\",\"policyDocument\":{\"Statement\":[]},\"context\":{\"a\":{}}}",
        "{\"principalId\":\"p\",\"policyDocument\":{\"Statement\":[]},\"context\":{\"a\":[1]}}"
      })
  void aMalformedAnswerIsA500(String payload) {
    assertStatus(FakeLambda.returned(payload), 500);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Allow | execute-api:Invoke | *                                       | 101",
        "Allow | *                  | *                                       | 101",
        "Allow | execute-api:*      | arn:aws:execute-api:*:*:abcdef1234/*    | 101",
        "Allow | execute-api:Invoke | " + ARN + "                             | 101",
        "Deny  | execute-api:Invoke | *                                       | 403",
        "Allow | execute-api:Invoke | arn:aws:execute-api:*:*:another/*       | 403",
        "Allow | execute-api:Invoke | arn:aws:execute-api:*:*:abcdef1234/dev/* | 403",
        "Allow | s3:GetObject       | *                                       | 403",
        "allow | execute-api:Invoke | *                                       | 403",
      })
  void thePolicyDecidesAndDenyIsA403(String effect, String action, String resource, int status) {
    String statement =
        "{\"Effect\":\"%s\",\"Action\":\"%s\",\"Resource\":[\"%s\"]}"
            .formatted(effect, action, resource);
    assertStatus(policy(statement), status);
  }

  @Test
  void aDenyWinsOverAnAllow() {
    String allow = "{\"Effect\":\"Allow\",\"Action\":\"execute-api:Invoke\",\"Resource\":\"*\"}";
    assertStatus(policy(allow + "," + allow.replace("Allow", "Deny")), 403);
  }

  @Test
  void aRefusedClientNeverReachesConnect() {
    try (TestGateway gateway = gateway()) {
      gateway.lambda.on("Authorizer", policy(""));

      assertThat(handshake(gateway, "/live?token=t").body())
          .startsWith("{\"message\": \"Forbidden\", ");
      assertThat(gateway.lambda.invoked()).containsExactly("Authorizer");
    }
  }

  @Test
  void anAnswerOf8KiBIsTakenAndOneByteMoreIsA500() {
    String empty = new String(payload(FakeLambda.allow("{\"x\":\"\"}")), StandardCharsets.UTF_8);
    int room = 8 * 1024 - empty.length();

    assertStatus(FakeLambda.allow("{\"x\":\"" + "y".repeat(room) + "\"}"), 101);
    assertStatus(FakeLambda.allow("{\"x\":\"" + "y".repeat(room + 1) + "\"}"), 500);
  }

  @Test
  void contextValuesArriveAsStringsInEveryEventOfTheConnectionDisconnectToo() {
    try (TestGateway gateway = gateway()) {
      gateway.lambda.on(
          "Authorizer",
          FakeLambda.allow("{\"s\":\"text\",\"n\":1767225600000,\"b\":true,\"none\":null}"));

      TestSocket socket = TestSocket.open(gateway.port(), "/live?token=t");
      socket.send("hello");
      assertAuthorizer(gateway.lambda.event("Connect"));
      assertAuthorizer(gateway.lambda.event("Default"));
      socket.sendClose(1000, "");
      assertAuthorizer(gateway.lambda.event("Disconnect"));
    }
  }

  @Test
  void nothingIsCachedEveryHandshakeAsks() {
    try (TestGateway gateway = gateway()) {
      gateway.lambda.on("Authorizer", FakeLambda.allow("{}"));

      assertThat(handshake(gateway, "/live?token=t").status()).isEqualTo(101);
      assertThat(handshake(gateway, "/live?token=t").status()).isEqualTo(101);

      assertThat(gateway.lambda.invoked().stream().filter("Authorizer"::equals)).hasSize(2);
    }
  }

  private static void assertAuthorizer(JsonNode event) {
    JsonNode authorizer = event.at("/requestContext/authorizer");
    assertThat(authorizer.path("s").textValue()).isEqualTo("text");
    assertThat(authorizer.path("n").textValue()).isEqualTo("1767225600000");
    assertThat(authorizer.path("b").textValue()).isEqualTo("true");
    assertThat(authorizer.path("principalId").textValue()).isEqualTo("someone");
    assertThat(authorizer.path("integrationLatency").isIntegralNumber()).isTrue();
    assertThat(authorizer.size()).isEqualTo(5);
  }

  private static void assertStatus(InvocationResult result, int status) {
    try (TestGateway gateway = gateway()) {
      gateway.lambda.on("Authorizer", result);

      assertThat(handshake(gateway, "/live?token=t").status()).isEqualTo(status);
    }
  }

  private static InvocationResult policy(String statements) {
    return FakeLambda.returned(
        "{\"principalId\":\"p\",\"policyDocument\":{\"Statement\":[" + statements + "]}}");
  }

  private static byte[] payload(InvocationResult result) {
    return ((InvocationResult.Returned) result).payload();
  }

  private static TestGateway gateway() {
    return new TestGateway(TestGateway.serving(TestGateway.authorized()));
  }

  private static TestSocket.HandshakeAnswer handshake(TestGateway gateway, String pathAndQuery) {
    try (TestSocket socket = TestSocket.handshake(gateway.port(), pathAndQuery)) {
      return socket.answer;
    }
  }
}
