package dev.offhook.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.JsonText;
import dev.offhook.protocol.SessionId;
import dev.offhook.secrets.FakeSecret;
import dev.offhook.secrets.KeyRotation;
import dev.offhook.session.Session;
import dev.offhook.session.Ticket;
import dev.offhook.signaling.GuestService.Admittance;
import dev.offhook.signaling.GuestService.Result;
import dev.offhook.signaling.TestService;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sample in events/ is handled by its function as the contract has it. */
class SampleEventsTest {

  private static final SessionId ALICE = new SessionId("QWxpY2VBbGljZUFsaWNlQQ");
  private static final SessionId BOB = new SessionId("Qm9iQm9iQm9iQm9iQm9iQg");

  /**
   * What Signal answers to a guest who is alone: the action of the answer, or the code of the
   * error.
   */
  private static final Map<String, String> SIGNAL_ANSWERS =
      Map.ofEntries(
          Map.entry("session-hello", "connection:established"),
          Map.entry("session-refresh", "unauthorized"),
          Map.entry("ping", "pong"),
          Map.entry("room-join", "room:joined"),
          Map.entry("room-leave", "ack"),
          Map.entry("webrtc-offer", "peer-unavailable"),
          Map.entry("webrtc-offer-default-route", "peer-unavailable"),
          Map.entry("webrtc-answer", "no-call"),
          Map.entry("webrtc-ice-candidate", "no-call"),
          Map.entry("webrtc-call-end", "ack"),
          Map.entry("webrtc-call-reject", "ack"),
          Map.entry("webrtc-call-timeout", "ack"),
          Map.entry("chat-text", "no-peer"),
          Map.entry("chat-file", "no-peer"),
          Map.entry("chat-voice", "no-peer"),
          Map.entry("default-not-json", "bad-request"),
          Map.entry("default-unknown-action", "unknown-action"));

  private static final Map<String, Integer> API_STATUSES =
      Map.of(
          "api-post-sessions", 201,
          "api-post-sessions-without-body", 201,
          "api-post-sessions-refresh", 401,
          "api-delete-sessions-me", 401,
          "api-post-tickets", 401,
          "api-get-ice-servers", 401);

  private final TestService service = new TestService();
  private final TestContext context = new TestContext();

  @BeforeEach
  void aliceHasASession() {
    service
        .stores
        .sessions()
        .create(Session.fresh(ALICE, "Alice", service.clock.instant().plus(Duration.ofHours(24))));
  }

  @Test
  void everySampleIsInThisTest() throws IOException {
    TreeSet<String> known = new TreeSet<>(SIGNAL_ANSWERS.keySet());
    known.addAll(API_STATUSES.keySet());
    SampleEvents.names().stream()
        .filter(
            name -> name.matches("authorizer-connect|connect|disconnect.*|timer-.*|rotation-.*"))
        .forEach(known::add);

    assertThat(known).containsExactlyElementsOf(SampleEvents.names());
  }

  static Iterable<String> signalSamples() {
    return new TreeSet<>(SIGNAL_ANSWERS.keySet());
  }

  @ParameterizedTest
  @MethodSource("signalSamples")
  void signalAnswersThroughTheReturnValue(String name) throws IOException {
    SignalHandler handler = new SignalHandler(service.services.signaling(() -> service.tokens));

    JsonObject response = SampleEvents.invoke(handler, SampleEvents.text(name), context);

    JsonObject body = JsonText.readObject(response.text("body").orElseThrow()).orElseThrow();
    assertThat(body.text("code").or(() -> body.text("action"))).contains(SIGNAL_ANSWERS.get(name));
    assertThat(context.logged).isEmpty();
  }

  static Iterable<String> apiSamples() {
    return new TreeSet<>(API_STATUSES.keySet());
  }

  @ParameterizedTest
  @MethodSource("apiSamples")
  void apiAnswersWithItsStatusAndNothingCached(String name) throws IOException {
    ApiHandler handler = new ApiHandler(TestService.ORIGINS, service.guests());

    JsonObject response = SampleEvents.invoke(handler, SampleEvents.text(name), context);

    assertThat(response.member("statusCode")).contains(Json.of(API_STATUSES.getOrDefault(name, 0)));
    assertThat(response.object("headers").orElseThrow().text("cache-control")).contains("no-store");
    assertThat(context.logged).isEmpty();
  }

  @Test
  void theAuthorizerRefusesATokenThatIsNoneAsApiGatewayWantsIt() {
    AuthorizerHandler handler = authorizer();

    assertThatThrownBy(
            () -> SampleEvents.invoke(handler, SampleEvents.text("authorizer-connect"), context))
        .hasMessage("Unauthorized");
  }

  @Test
  void theAuthorizerLetsAGuestInAndSaysWhoItIs() throws IOException {
    String token = service.tokens.issue(ALICE, "Alice", "jti", service.clock.instant()).token();
    String event = SampleEvents.text("authorizer-connect").replace("fake.token.example", token);

    JsonObject policy = SampleEvents.invoke(authorizer(), event, context);

    assertThat(policy.text("principalId")).contains(ALICE.value());
    JsonObject said = policy.object("context").orElseThrow();
    assertThat(said.text("sessionId")).contains(ALICE.value());
    assertThat(said.text("displayName")).contains("Alice");
    assertThat(said.text("tokenExpiresAt"))
        .contains(Long.toString(TestService.START.plus(Duration.ofHours(1)).toEpochMilli()));
    assertThat(JsonText.write(policy)).contains("\"Effect\":\"Allow\"");
  }

  @Test
  void theAuthorizerDeniesARevokedGuest() throws IOException {
    String token = service.tokens.issue(ALICE, "Alice", "jti", service.clock.instant()).token();
    service.stores.sessions().revoke(ALICE, service.clock.instant());
    String event = SampleEvents.text("authorizer-connect").replace("fake.token.example", token);

    JsonObject policy = SampleEvents.invoke(authorizer(), event, context);

    assertThat(JsonText.write(policy)).contains("\"Effect\":\"Deny\"");
  }

  @Test
  void theAuthorizerDeniesAForeignOriginAndLeavesTheTicket() throws IOException {
    String token = service.tokens.issue(ALICE, "Alice", "jti", service.clock.instant()).token();
    Ticket ticket =
        service.guests().ticket(token, TestService.HOME) instanceof Result.Done<Admittance> given
            ? given.value().ticket()
            : fail("no ticket");
    String event =
        SampleEvents.text("authorizer-connect").replace("fake.token.example", ticket.value());

    String foreign = event.replace("https://app.example.com", "https://evil.example");
    JsonObject denied = SampleEvents.invoke(authorizer(), foreign, context);
    JsonObject allowed = SampleEvents.invoke(authorizer(), event, context);

    assertThat(JsonText.write(denied)).contains("\"Effect\":\"Deny\"");
    assertThat(JsonText.write(allowed)).contains("\"Effect\":\"Allow\"");
  }

  @Test
  void connectingChangesNothing() throws IOException {
    Session before = service.stores.sessions().find(ALICE).orElseThrow();

    JsonObject response =
        SampleEvents.invoke(
            new ConnectionHandler(service.services.presence()),
            SampleEvents.text("connect"),
            context);

    assertThat(response.member("statusCode")).contains(Json.of(200));
    assertThat(service.stores.sessions().find(ALICE)).contains(before);
  }

  static Iterable<String> disconnectSamples() throws IOException {
    return SampleEvents.names().stream().filter(name -> name.startsWith("disconnect")).toList();
  }

  @ParameterizedTest
  @MethodSource("disconnectSamples")
  void disconnectingTakesTheConnectionOffTheSession(String name) throws IOException {
    SignalHandler signal = new SignalHandler(service.services.signaling(() -> service.tokens));
    SampleEvents.invoke(signal, SampleEvents.text("session-hello"), context);
    assertThat(service.stores.sessions().find(ALICE).orElseThrow().attachment()).isPresent();

    SampleEvents.invoke(
        new ConnectionHandler(service.services.presence()), SampleEvents.text(name), context);

    assertThat(service.stores.sessions().find(ALICE).orElseThrow().attachment()).isEmpty();
    assertThat(service.timers.running()).hasSize(1);
  }

  static Iterable<String> timerSamples() throws IOException {
    return SampleEvents.names().stream().filter(name -> name.startsWith("timer")).toList();
  }

  @ParameterizedTest
  @MethodSource("timerSamples")
  void timersOfWhatIsNoMoreAreDone(String name) throws IOException {
    JsonObject response =
        SampleEvents.invoke(
            new TimerHandler(service.services.timers()), SampleEvents.text(name), context);

    assertThat(JsonText.write(response)).isEqualTo("{\"batchItemFailures\":[]}");
  }

  @Test
  void aMessageThatIsNoTimerFailsAloneAndItsTextIsNotLogged() throws IOException {
    String event =
        SampleEvents.text("timer-batch")
            .replace("{\\\"timer\\\":\\\"ring\\\"", "{\\\"timer\\\":\\\"secret-kind\\\"");

    JsonObject response =
        SampleEvents.invoke(new TimerHandler(service.services.timers()), event, context);

    assertThat(JsonText.write(response))
        .isEqualTo(
            "{\"batchItemFailures\":[{\"itemIdentifier\":\"059f36b4-87a3-44ab-83d2-661970000001\"}]}");
    assertThat(context.logged).hasSize(1).first().asString().doesNotContain("secret-kind");
  }

  @Test
  void aFaultIsAnsweredInternalWithTheFramesIdAndLoggedWithoutWhatWasSent() throws IOException {
    service
        .stores
        .sessions()
        .create(Session.fresh(BOB, "Bob", service.clock.instant().plus(Duration.ofHours(24))));
    SignalHandler handler =
        new SignalHandler(
            service.services.signaling(
                () -> {
                  throw new IllegalStateException("no secret in the log");
                }));

    JsonObject response =
        SampleEvents.invoke(handler, SampleEvents.text("session-refresh"), context);

    JsonObject body = JsonText.readObject(response.text("body").orElseThrow()).orElseThrow();
    assertThat(body.text("code")).contains("internal");
    assertThat(body.text("id")).isPresent();
    assertThat(body.text("message")).contains("our fault; request request-1");
    assertThat(context.logged)
        .hasSize(1)
        .first()
        .asString()
        .contains("IllegalStateException", "request-1")
        .doesNotContain("no secret in the log");
  }

  @Test
  void theRotationTakesItsSteps() throws IOException {
    FakeSecret secret = new FakeSecret();
    secret.beginRotation("11111111-2222-3333-4444-555555555555");
    RotationHandler handler =
        new RotationHandler(
            new KeyRotation(secret, FakeSecret.ARN, new SecureRandom(), service.clock));

    for (String step : List.of("rotation-create", "rotation-finish")) {
      assertThat(JsonText.write(SampleEvents.invoke(handler, SampleEvents.text(step), context)))
          .isEqualTo("{}");
    }

    assertThat(JsonText.write(readBack(secret))).contains("11111111-2222-3333-4444-555555555555");
    assertThat(context.logged).isEmpty();
  }

  private static JsonObject readBack(FakeSecret secret) {
    return JsonText.readObject(secret.getSecretValue(request -> {}).secretString()).orElseThrow();
  }

  private AuthorizerHandler authorizer() {
    return new AuthorizerHandler(TestService.ORIGINS, service.authorizer());
  }
}
