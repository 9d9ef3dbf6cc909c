package dev.offhook.lambda;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.JsonText;
import dev.offhook.protocol.SessionId;
import dev.offhook.session.Session;
import dev.offhook.signaling.TestService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Any request: the first line is the header {@code Authorization}, the rest is the body. */
class HttpBodyFuzz {

  private static final SessionId ANN = new SessionId("ann");
  private static final TestService SERVICE = new TestService();

  /** What a route may answer to whatever comes. */
  private record Route(String key, Set<Integer> statuses) {
    boolean mayAnswer(Json status) {
      return statuses.stream().map(Json::of).anyMatch(status::equals);
    }
  }

  /** The one that revokes the session is last. */
  private static final List<Route> ROUTES =
      List.of(
          new Route("POST /sessions", Set.of(201, 400, 413)),
          new Route("POST /sessions/refresh", Set.of(200, 401, 403, 404)),
          new Route("GET /ice-servers", Set.of(200, 401, 403, 404)),
          new Route("DELETE /sessions/me", Set.of(204, 401, 403, 404)));

  static Stream<byte[]> requests() {
    String token = SERVICE.tokens.issue(ANN, "Ann", "jti", SERVICE.clock.instant()).token();
    return Stream.of(
            "\n{\"displayName\":\"Ann\"}",
            "Bearer " + token + "\n{\"displayName\":null}",
            "bearer   " + token.substring(0, token.length() - 1) + "\n{}",
            "Bearer e30.e30.\n  \n",
            "Basic QQ==\n[\"\\ud83d\\ude00\"]")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @Timeout(30)
  @MethodSource("requests")
  @FuzzTest
  void everyRequestIsAnsweredAndNoneIsOurFault(byte[] bytes) throws IOException {
    TestService service = new TestService();
    service
        .stores
        .sessions()
        .create(Session.fresh(ANN, "Ann", service.clock.instant().plus(Duration.ofHours(24))));
    ApiHandler handler = new ApiHandler(TestService.ORIGINS, service.guests());
    for (Route route : ROUTES) {
      TestContext context = new TestContext();

      JsonObject answer = SampleEvents.invoke(handler, event(route.key(), bytes), context);

      assertThat(answer.member("statusCode").orElseThrow()).matches(route::mayAnswer);
      answer.text("body").ifPresent(body -> assertThat(JsonText.readObject(body)).isPresent());
      assertThat(context.logged).isEmpty();
    }
  }

  private static String event(String route, byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    String authorization = new String(bytes, 0, end, ISO_8859_1);
    byte[] body = Arrays.copyOfRange(bytes, Math.min(end + 1, bytes.length), bytes.length);
    return JsonText.write(
        Json.object()
            .put("routeKey", route)
            .put("headers", Json.object().put("authorization", authorization).build())
            .put("body", Base64.getEncoder().encodeToString(body))
            .put("isBase64Encoded", true)
            .build());
  }
}
