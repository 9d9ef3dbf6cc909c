package dev.offhook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offhook.acceptance.wire.Guest;
import dev.offhook.acceptance.wire.Service;
import dev.offhook.acceptance.wire.SignalingSocket;
import dev.offhook.acceptance.wire.SignalingSocket.Closed;
import dev.offhook.local.LocalStack;
import dev.offhook.local.junit.OffhookStack;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A call beside guests who send at full speed. {@code ./offhook bench abuse} tells what its frames
 * take; here they arrive.
 */
@OffhookStack
class AbuseIT {

  private static final int ABUSERS = 8;
  private static final int FRAMES = 25;

  private static final Closed CLOSED = new Closed(1000, "Connection Closed Normally");

  private final Service service;

  AbuseIT(LocalStack stack) {
    this.service = new Service(stack.apiUrl(), stack.websocketUrl());
  }

  @Test
  void everyFrameOfACallArrivesBesideGuestsAtFullSpeed() {
    CallBetween call = CallBetween.active(service);
    List<Guest> abusers =
        IntStream.range(0, ABUSERS).mapToObj(number -> service.online("Eve " + number)).toList();
    AtomicBoolean goesOn = new AtomicBoolean(true);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      abusers.forEach(eve -> threads.execute(() -> abuse(eve, call, goesOn)));
      try {
        for (int number = 1; number <= FRAMES; number++) {
          isTaken(call.caller(), Said.candidate("c-" + number).put("seq", number));
        }
      } finally {
        goesOn.set(false);
      }
    }
    Set<Integer> arrived =
        IntStream.range(0, FRAMES)
            .mapToObj(_ -> call.callee().socket().take("webrtc:ice-candidate"))
            .map(frame -> frame.path("seq").asInt())
            .collect(Collectors.toSet());
    assertThat(arrived).hasSize(FRAMES);
    abusers.forEach(eve -> eve.socket().close());
    call.isActive();
  }

  @Test
  void whoGoesOnThoughRefusedIsToldOnceMoreAndClosedAndMayComeBack() {
    Guest eve = service.online("Eve");
    sendsUntilClosed(eve.socket());
    assertThat(eve.socket().closed()).isEqualTo(CLOSED);
    JsonNode last = eve.socket().left().getLast();
    assertThat(last.path("code").asText()).isEqualTo("rate-limited");
    assertThat(last.path("retryAfterMs").asLong()).isPositive();

    eve.connect();
    LockSupport.parkNanos(Duration.ofMillis(100).toNanos()); // Until one frame is paid for again.
    assertThat(eve.hello().path("resumed").asBoolean()).isTrue();
  }

  private static void sendsUntilClosed(SignalingSocket socket) {
    try {
      for (int sent = 0; sent < 2000 && socket.isOpen(); sent++) {
        socket.send("{\"action\":\"ping\",\"id\":\"p-" + sent + "\"}");
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      }
    } catch (CompletionException closing) {
      assertThat(socket.closed()).isEqualTo(CLOSED);
    }
  }

  private static void isTaken(Guest caller, ObjectNode frame) {
    JsonNode answer = caller.ask(frame);
    assertThat(answer.path("delivery").asText()).as("%s", answer).isEqualTo("delivered");
  }

  /** Keeps a dozen frames under way that cost something and come to nothing. */
  private static void abuse(Guest eve, CallBetween call, AtomicBoolean goesOn) {
    List<ObjectNode> frames =
        List.of(
            Said.offer("abuse", call.callee()),
            Said.end().put("callId", call.callId()),
            Said.candidate("abuse").put("callId", call.callId()),
            Said.text("abuse"));
    while (goesOn.get() && eve.socket().isOpen()) {
      for (int i = 0; i < 3; i++) {
        frames.forEach(eve.socket()::send);
      }
      eve.ask("{action: 'ping'}");
    }
  }
}
