package dev.offhook.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.offhook.local.gateway.TestGateway.Opened;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementTest {
  private static final String UNKNOWN = "R1kmxc2VNjMCFIA=";

  @Test
  void postIs200WithNoBodyAndTheClientGetsTheText() {
    try (TestGateway gateway = new TestGateway()) {
      Opened opened = gateway.opened();

      HttpResponse<String> response = gateway.post(opened.id(), "gr\u00fc\u00df dich \ud83d\ude00");

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEmpty();
      assertThat(opened.socket().text()).isEqualTo("gr\u00fc\u00df dich \ud83d\ude00");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/live/@connections/", "/live/%40connections/"})
  void theAtSignAndTheIdMayBeEncodedOrNot(String path) {
    try (TestGateway gateway = new TestGateway()) {
      Opened opened = gateway.opened();

      for (String id : new String[] {opened.id(), opened.id().replace("=", "%3D")}) {
        HttpResponse<String> response =
            TestGateway.send(
                gateway
                    .request(path + id)
                    .header("Authorization", TestGateway.SIGNATURE)
                    .POST(BodyPublishers.ofString("hello")));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(opened.socket().text()).isEqualTo("hello");
      }
    }
  }

  @Test
  void getTellsWhenAndFromWhere() throws Exception {
    try (TestGateway gateway = new TestGateway()) {
      Instant before = Instant.now();
      TestSocket socket = TestSocket.open(gateway.port(), "/live", "User-Agent: test/1");
      String id = gateway.lambda.event("Connect").at("/requestContext/connectionId").asText();
      socket.send("active");
      JsonNode _ = gateway.lambda.event("Default");

      HttpResponse<String> response = gateway.manage("GET", id, "");

      assertThat(response.statusCode()).isEqualTo(200);
      JsonNode json = new JsonMapper().readTree(response.body());
      Instant connectedAt = Instant.parse(json.path("connectedAt").asText());
      Instant lastActiveAt = Instant.parse(json.path("lastActiveAt").asText());
      assertThat(connectedAt).isBetween(before.minusMillis(1), Instant.now());
      assertThat(lastActiveAt).isBetween(connectedAt, Instant.now());
      assertThat(json.path("identity").toString())
          .isEqualTo("{\"sourceIp\":\"127.0.0.1\",\"userAgent\":\"test/1\"}");
      assertThat(json.size()).isEqualTo(3);
    }
  }

  @Test
  void aGateSeesWhoCallsAndWhatIsAnswered() {
    List<String> seen = new CopyOnWriteArrayList<>();
    ManagementGate gate =
        new ManagementGate() {
          @Override
          public Optional<Refusal> admit(ManagementCall call) {
            seen.add(call.accessKeyId() + " " + call.method() + " " + call.connectionId());
            return Optional.empty();
          }

          @Override
          public void answered(ManagementCall call, int status) {
            seen.add(call.sessionToken().orElse("no token") + " " + status);
          }
        };
    try (TestGateway gateway = new TestGateway(config -> config.withManagementGate(gate))) {
      Opened opened = gateway.opened();
      gateway.post(opened.id(), "hello");
      TestGateway.send(
          gateway
              .request("/live/@connections/" + UNKNOWN)
              .header("Authorization", TestGateway.SIGNATURE)
              .header("X-Amz-Security-Token", "token")
              .DELETE());
      TestGateway.send(gateway.request("/live/@connections/" + UNKNOWN).DELETE());

      assertThat(seen)
          .containsExactly(
              "ID POST " + opened.id(), "no token 200", "ID DELETE " + UNKNOWN, "token 410");
    }
  }

  @ParameterizedTest
  @CsvSource({"429,LimitExceededException,Too Many Requests", "410,GoneException,''"})
  void whatAGateRefusesIsAnsweredAndNotDone(int status, String type, String message) {
    ManagementGate gate =
        new ManagementGate() {
          @Override
          public Optional<Refusal> admit(ManagementCall call) {
            return call.method().equals("POST")
                ? Optional.of(new Refusal(status, type, message))
                : Optional.empty();
          }

          @Override
          public void answered(ManagementCall call, int answered) {
            assertThat(answered).isEqualTo(call.method().equals("POST") ? status : 204);
          }
        };
    try (TestGateway gateway = new TestGateway(config -> config.withManagementGate(gate))) {
      Opened opened = gateway.opened();
      HttpResponse<String> refused = gateway.post(opened.id(), "refused");
      assertError(refused, status, type);
      assertThat(refused.body()).contains(message);
      gateway.manage("DELETE", opened.id(), "");
      assertThat(opened.socket().frame().opcode()).isEqualTo(TestSocket.CLOSE);
    }
  }

  @Test
  void whoIsCalledShowsInNoLog() {
    assertThat(new ManagementCall("SignalFunction", Optional.empty(), "POST", UNKNOWN))
        .hasToString("ManagementCall[SignalFunction POST]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "GET", "DELETE"})
  void aWellFormedUnknownIdIs410GoneException(String method) {
    try (TestGateway gateway = new TestGateway()) {
      assertError(gateway.manage(method, UNKNOWN, ""), 410, "GoneException");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "R1kmxc2VNjMCFIA", "R1kmxc2VNjMCFIA=%3D", "R1kmxc2VNjM*FIA=", "%20"})
  void aMalformedIdIs400(String id) {
    try (TestGateway gateway = new TestGateway()) {
      for (String method : new String[] {"POST", "GET", "DELETE"}) {
        assertError(gateway.manage(method, id, ""), 400, "BadRequestException");
      }
    }
  }

  @Test
  void dataOf128KiBArrivesAndOneByteMoreIs413() {
    try (TestGateway gateway = new TestGateway()) {
      Opened opened = gateway.opened();

      assertThat(gateway.post(opened.id(), "x".repeat(128 * 1024)).statusCode()).isEqualTo(200);
      assertThat(opened.socket().text()).hasSize(128 * 1024);
      assertError(
          gateway.post(opened.id(), "x".repeat(128 * 1024 + 1)), 413, "PayloadTooLargeException");
    }
  }

  @Test
  void overTheAccountsThrottleItIs429LimitExceeded() {
    GatewayLimits limits = GatewayLimits.AWS.withAccount(new Throttle(0, 1));
    try (TestGateway gateway = new TestGateway(config -> config.withLimits(limits))) {
      assertThat(gateway.post(UNKNOWN, "").statusCode()).isEqualTo(410);
      assertError(gateway.post(UNKNOWN, ""), 429, "LimitExceededException");
    }
  }

  @Test
  void whileTheClientsBufferIsFullItIs429LimitExceededAndNothingElseIsLost() {
    GatewayLimits limits = GatewayLimits.AWS.withPendingBytes(256 * 1024);
    try (TestGateway gateway = new TestGateway(config -> config.withLimits(limits))) {
      Opened opened = gateway.opened();
      String data = "x".repeat(100 * 1024);

      int taken = 0;
      HttpResponse<String> response = gateway.post(opened.id(), data);
      while (response.statusCode() == 200) {
        taken++;
        response = gateway.post(opened.id(), data);
      }

      assertError(response, 429, "LimitExceededException");
      for (int i = 0; i < taken; i++) {
        assertThat(opened.socket().text()).hasSize(data.length());
      }
      TestGateway.until(() -> gateway.post(opened.id(), "room again").statusCode() == 200);
      assertThat(opened.socket().text()).isEqualTo("room again");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer abc", "AWS4-HMAC-SHA256 Credential=x"})
  void anUnsignedRequestIs403Forbidden(String authorization) {
    try (TestGateway gateway = new TestGateway()) {
      Opened opened = gateway.opened();
      var request =
          gateway.request("/live/@connections/" + opened.id()).POST(BodyPublishers.ofString("x"));
      if (!authorization.isEmpty()) {
        request.header("Authorization", authorization);
      }

      assertError(TestGateway.send(request), 403, "ForbiddenException");
    }
  }

  @Test
  void otherMethodsAreForbidden() {
    try (TestGateway gateway = new TestGateway()) {
      assertError(gateway.manage("PUT", UNKNOWN, ""), 403, "ForbiddenException");
    }
  }

  @Test
  void postsToOneConnectionKeepTheirOrder() {
    try (TestGateway gateway = new TestGateway()) {
      Opened opened = gateway.opened();

      for (int i = 0; i < 50; i++) {
        assertThat(gateway.post(opened.id(), "n" + i).statusCode()).isEqualTo(200);
      }

      for (int i = 0; i < 50; i++) {
        assertThat(opened.socket().text()).isEqualTo("n" + i);
      }
    }
  }

  private static void assertError(HttpResponse<String> response, int status, String type) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue(type);
    assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
  }
}
