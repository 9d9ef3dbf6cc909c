package dev.offhook.acceptance;

import static dev.offhook.acceptance.wire.Frames.ack;
import static dev.offhook.acceptance.wire.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Aws;
import dev.offhook.acceptance.wire.Eventually;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.acceptance.wire.Tokens;
import dev.offhook.local.LocalStack;
import dev.offhook.local.aws.AwsCall;
import dev.offhook.local.junit.OffhookStack;
import dev.offhook.local.template.LocalEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The key that signs tokens changes while the stack runs and people use it. */
@OffhookStack(
    parameters = {
      "SigningKeysSeconds=1",
      "NewSessionsPerSecond=1000",
      "NewSessionsBurst=1000",
      "HttpRequestsPerSecond=1000",
      "HttpRequestsBurst=1000"
    })
class KeyRotationIT {

  private final LocalStack stack;
  private final Service service;

  KeyRotationIT(LocalStack stack) {
    this.stack = stack;
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  void tokensOfBothKeysAreGoodAndThoseOfTheKeyBeforeEndWithTheSecondRotation() throws Exception {
    try (Traffic traffic = new Traffic()) {
      Guest first = service.online("First");
      rotate();
      Guest second = awaitGuestOfAnotherKey(first);
      assertGood(first);
      assertGood(second);
      // A connection outlives its key, and a session goes over to the new one.
      assertThat(first.ask("{action: 'ping'}").path("action").asText()).isEqualTo("pong");
      String renewed = awaitRenewalByKeyOf(second, first);
      first.asks(frame("{action: 'session:refresh'}").put("token", renewed), ack("none"));

      rotate();
      Guest third = awaitGuestOfAnotherKey(second);
      assertGood(second);
      assertGood(third);
      Eventually.until(
          "the first key is refused",
          () -> service.http("GET", "/ice-servers", first).status() == 401);
      // Another function, which keeps keys for a time of its own.
      Eventually.until(
          "the first key opens no connection", () -> service.handshake(first.token()) == 401);
      assertThat(service.handshake(renewed)).isEqualTo(101);
      traffic.stop();
      assertThat(traffic.requests).hasSizeGreaterThan(20);
      assertThat(traffic.refused).isEmpty();
    }
  }

  @Test
  void onlyTheRotationWritesTheSecret() {
    long mark = stack.awsCalls().mark();
    String before = kid(service.guest("Ann").token());
    rotate();
    Eventually.until("the next key signs", () -> !kid(service.guest("Ann").token()).equals(before));
    List<AwsCall> calls =
        stack.awsCalls().since(mark).stream()
            .filter(call -> call.service().equals("SecretsManager"))
            .toList();
    assertThat(calls)
        .filteredOn(call -> !call.operation().equals("GetSecretValue"))
        .filteredOn(call -> !call.function().equals("acceptance"))
        .allMatch(call -> call.function().equals("RotationFunction"))
        .extracting(AwsCall::operation)
        .contains("PutSecretValue", "UpdateSecretVersionStage");
  }

  private void rotate() {
    Aws aws = new Aws(service);
    ObjectNode secret = frame("{SecretId: '%s-SigningSecret'}", LocalEnvironment.STACK_NAME);
    String version = aws.secrets("RotateSecret", secret).path("VersionId").asText();
    Eventually.until(
        "the new version is the current one",
        () ->
            aws.secrets("DescribeSecret", secret)
                .path("VersionIdsToStages")
                .path(version)
                .toString()
                .contains("AWSCURRENT"));
  }

  /** New tokens come from many environments: all of them must have gone over. */
  private Guest awaitGuestOfAnotherKey(Guest before) {
    List<Guest> made = new ArrayList<>();
    Eventually.until(
        "the next key signs",
        () -> {
          List<Guest> some = IntStream.range(0, 5).mapToObj(i -> service.guest("Next")).toList();
          made.add(some.getLast());
          return some.stream().noneMatch(one -> kid(one.token()).equals(kid(before.token())));
        });
    return made.getLast();
  }

  /** Other functions may sign with the key before for as long as they keep it. */
  private String awaitRenewalByKeyOf(Guest other, Guest guest) {
    List<String> renewed = new ArrayList<>();
    Eventually.until(
        "the next key signs a renewed token",
        () -> {
          renewed.add(
              service.http("POST", "/sessions/refresh", guest).json().path("token").asText());
          return kid(renewed.getLast()).equals(kid(other.token()));
        });
    return renewed.getLast();
  }

  private void assertGood(Guest guest) {
    assertThat(service.http("GET", "/ice-servers", guest).status()).isEqualTo(200);
    assertThat(service.handshake(guest.token())).isEqualTo(101);
    assertThat(service.handshake(guest.ticket())).isEqualTo(101);
  }

  private static String kid(String token) {
    return Tokens.header(token).path("kid").asText();
  }

  /** People who come and use their tokens at once, all the time. */
  private final class Traffic implements AutoCloseable {
    private final List<Integer> requests = new ArrayList<>();
    private final List<Map.Entry<String, Integer>> refused = new ArrayList<>();
    private volatile boolean isOver;
    private final Thread people = Thread.ofVirtual().start(this::run);

    private void run() {
      while (!isOver) {
        Guest guest = service.guest("Passer-by");
        note("GET /ice-servers", service.http("GET", "/ice-servers", guest).status(), 200);
        note("connecting", service.handshake(guest.token()), 101);
        note(
            "POST /sessions/refresh",
            service.http("POST", "/sessions/refresh", guest).status(),
            200);
      }
    }

    private void note(String what, int status, int good) {
      requests.add(status);
      if (status != good) {
        refused.add(Map.entry(what, status));
      }
    }

    void stop() throws InterruptedException {
      isOver = true;
      people.join();
    }

    @Override
    public void close() {
      isOver = true;
    }
  }
}
