package dev.offhook.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.junit.Lifecycle;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.JsonText;
import dev.offhook.protocol.SessionId;
import dev.offhook.secrets.FakeSecret;
import dev.offhook.secrets.KeyRotation;
import dev.offhook.session.Session;
import dev.offhook.signaling.TestService;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any event for each function, grown from the samples in events/. A trigger that sends what it
 * never sends is told so; nothing else may fail.
 */
class EventFuzz {

  private static final SessionId ALICE = new SessionId("QWxpY2VBbGljZUFsaWNlQQ");

  private static final String MALFORMED = MalformedEventException.class.getName();

  private final TestService service = new TestService();
  private final TestContext context = new TestContext();

  static Stream<byte[]> samples() throws IOException {
    Stream.Builder<byte[]> samples = Stream.builder();
    for (String name : SampleEvents.names()) {
      JsonObject event = JsonText.readObject(SampleEvents.text(name)).orElseThrow();
      samples.add(JsonText.write(event).getBytes(UTF_8));
    }
    return samples.build();
  }

  @Timeout(30)
  @MethodSource("samples")
  @FuzzTest(lifecycle = Lifecycle.PER_EXECUTION)
  void anEventIsHandledOrRefusedByName(byte[] event) throws IOException {
    service
        .stores
        .sessions()
        .create(Session.fresh(ALICE, "Alice", service.clock.instant().plus(Duration.ofHours(24))));
    handles(new SignalHandler(service.services.signaling(() -> service.tokens)), event);
    handles(new ConnectionHandler(service.services.presence()), event);
    handles(new ApiHandler(TestService.ORIGINS, service.guests()), event);
    handles(new TimerHandler(service.services.timers()), event);
    handles(new AuthorizerHandler(TestService.ORIGINS, service.authorizer()), event);
    rotates(event);
    assertThat(context.logged)
        .allSatisfy(line -> assertThat(line).contains("\"fault\":[\"" + MALFORMED + "\"]"));
  }

  /** What is no step of a rotation under way fails, and is not told why. */
  private void rotates(byte[] event) throws IOException {
    KeyRotation rotation =
        new KeyRotation(new FakeSecret(), FakeSecret.ARN, new SecureRandom(), service.clock);
    try {
      new RotationHandler(rotation)
          .handleRequest(
              new ByteArrayInputStream(event), new ByteArrayOutputStream(), new TestContext());
    } catch (SafeException refused) {
      assertThat(refused).hasMessageMatching("the [a-zA-Z ]+|failed: see the line before");
    }
  }

  private void handles(RequestStreamHandler handler, byte[] event) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try {
      handler.handleRequest(new ByteArrayInputStream(event), output, context);
      assertThat(JsonText.readObject(output.toString(UTF_8))).isPresent();
    } catch (MalformedEventException refused) {
      assertThat(refused).hasMessageMatching("the [a-zA-Z ]+|neither [a-zA-Z ]+");
    } catch (RuntimeException fault) {
      if (!"Unauthorized".equals(fault.getMessage())) {
        throw fault;
      }
    }
  }
}
