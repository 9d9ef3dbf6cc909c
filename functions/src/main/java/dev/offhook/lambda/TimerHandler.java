package dev.offhook.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonArray;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.queue.TimerMessage;
import dev.offhook.signaling.TimerService;
import dev.offhook.signaling.Timers.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Timers that ran out, a batch at a time. Those that fail are named, so that only they come again.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">Partial
 *     batch responses</a>
 */
public final class TimerHandler extends WiredHandler {

  private final TimerService service;

  public TimerHandler() {
    this(System.getenv());
  }

  public TimerHandler(Map<String, String> environment) {
    this(new Wiring(environment));
  }

  private TimerHandler(Wiring wiring) {
    super(wiring);
    this.service = wiring.timerService();
  }

  TimerHandler(TimerService service) {
    this.service = service;
  }

  @Override
  void handle(InputStream input, OutputStream output, Context context) throws IOException {
    Event event = Event.read(input);
    List<Json> failures = new ArrayList<>();
    for (JsonObject message : messages(event)) {
      String id = Event.text(message, "messageId");
      if (!handle(id, Event.text(message, "body"), isAgain(message))) {
        failures.add(Json.object().put("itemIdentifier", id).build());
      }
    }
    Event.write(output, Json.object().put("batchItemFailures", new JsonArray(failures)).build());
  }

  private boolean handle(String messageId, String body, boolean again) {
    try {
      Optional<Timer> timer = TimerMessage.read(body);
      if (timer.isEmpty()) {
        throw new MalformedEventException("the message is no timer");
      }
      service.ranOut(timer.get(), again);
      return true;
    } catch (RuntimeException fault) {
      log().fault("messageId", messageId, fault);
      return false;
    }
  }

  /** Whether the queue has handed the message out before. */
  private static boolean isAgain(JsonObject message) {
    Optional<String> count =
        message.member("attributes").stream()
            .flatMap(
                member -> member instanceof JsonObject object ? Stream.of(object) : Stream.of())
            .findFirst()
            .flatMap(attributes -> attributes.text("ApproximateReceiveCount"));
    return count.isPresent() && !count.get().equals("1");
  }

  private static List<JsonObject> messages(Event event) {
    List<JsonObject> messages = new ArrayList<>();
    for (Json message : event.array("Records").elements()) {
      if (!(message instanceof JsonObject object)) {
        throw new MalformedEventException("the event has a record that is no object");
      }
      messages.add(object);
    }
    return messages;
  }
}
