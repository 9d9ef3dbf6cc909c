package dev.offhook.lambda;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.offhook.signaling.TestService;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no trigger sends is refused by what is wrong with it. */
class MalformedEventTest {

  private final TestService service = new TestService();

  private static void assertRefused(RequestStreamHandler handler, String event, String message) {
    assertThatThrownBy(() -> SampleEvents.invoke(handler, event, new TestContext()))
        .isInstanceOf(MalformedEventException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "QWxpY2VBbGljZUFsaWNlQQ, ';', sessionId",
    "QWxpY2VBbGljZUFsaWNlQQ, '', sessionId",
    "R1kmxc2VNjMCFIA=, '', connectionId",
    "4102444800000, soon, tokenExpiresAt",
    "displayName, name, displayName",
    "requestContext, context, requestContext",
  })
  void aFrameOfNobodyIsRefused(String sent, String instead, String named) throws IOException {
    assertRefused(
        new SignalHandler(service.services.signaling(() -> service.tokens)),
        SampleEvents.text("ping").replace(sent, instead),
        "the event has no usable " + named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|the event has no usable Records",
        "{\"Records\":{}}|the event has no usable Records",
        "{\"Records\":[1]}|the event has a record that is no object",
        "{\"Records\":[{}]}|the event has no usable messageId",
        "[]|the event is not a JSON object",
      })
  void aBatchWithoutMessagesIsRefused(String event, String message) {
    assertRefused(new TimerHandler(service.services.timers()), event, message);
  }
}
