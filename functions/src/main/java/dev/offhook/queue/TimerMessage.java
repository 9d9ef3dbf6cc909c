package dev.offhook.queue;

import dev.offhook.json.Json;
import dev.offhook.json.Json.JsonObject;
import dev.offhook.json.JsonText;
import dev.offhook.protocol.CallId;
import dev.offhook.protocol.ConnectionId;
import dev.offhook.protocol.SessionId;
import dev.offhook.protocol.WireTime;
import dev.offhook.signaling.Timers.Timer;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** A timer as the body of a message. */
public final class TimerMessage {

  private static final String KIND = "timer";
  private static final String RING = "ring";
  private static final String CHECK = "check";
  private static final String GONE = "gone";
  private static final String MAIL = "mail";
  private static final String EXPIRY = "expiry";
  private static final String CALL_ID = "callId";
  private static final String SESSION_ID = "sessionId";
  private static final String CONNECTION_ID = "connectionId";
  private static final String STARTED_AT = "startedAt";

  private TimerMessage() {}

  public static String write(Timer timer) {
    return JsonText.write(json(timer));
  }

  private static JsonObject json(Timer timer) {
    return switch (timer) {
      case Timer.Ring ring ->
          Json.object()
              .put(KIND, RING)
              .put(CALL_ID, ring.call().value())
              .put(STARTED_AT, WireTime.format(ring.startedAt()))
              .build();
      case Timer.Check check ->
          Json.object().put(KIND, CHECK).put(CALL_ID, check.call().value()).build();
      case Timer.Gone gone ->
          Json.object()
              .put(KIND, GONE)
              .put(SESSION_ID, gone.session().value())
              .put(CONNECTION_ID, gone.connection().value())
              .build();
      case Timer.Mail mail ->
          Json.object().put(KIND, MAIL).put(SESSION_ID, mail.session().value()).build();
      case Timer.Expiry expiry ->
          Json.object().put(KIND, EXPIRY).put(SESSION_ID, expiry.session().value()).build();
    };
  }

  /** The timer, or empty if the body isn't one. */
  public static Optional<Timer> read(String body) {
    return JsonText.readObject(body).flatMap(TimerMessage::timer);
  }

  private static Optional<Timer> timer(JsonObject message) {
    return switch (message.text(KIND).orElse("")) {
      case RING ->
          call(message).flatMap(call -> startedAt(message).map(time -> new Timer.Ring(call, time)));
      case CHECK -> call(message).map(Timer.Check::new);
      case GONE ->
          session(message)
              .flatMap(
                  session ->
                      message
                          .text(CONNECTION_ID)
                          .filter(id -> !id.isEmpty())
                          .map(id -> new Timer.Gone(session, new ConnectionId(id))));
      case MAIL -> session(message).map(Timer.Mail::new);
      case EXPIRY -> session(message).map(Timer.Expiry::new);
      case String _ -> Optional.empty();
    };
  }

  private static Optional<CallId> call(JsonObject message) {
    return message.text(CALL_ID).filter(CallId::isValid).map(CallId::new);
  }

  private static Optional<SessionId> session(JsonObject message) {
    return message.text(SESSION_ID).filter(SessionId::isValid).map(SessionId::new);
  }

  private static Optional<Instant> startedAt(JsonObject message) {
    try {
      return message.text(STARTED_AT).map(Instant::parse);
    } catch (DateTimeParseException noTime) {
      return Optional.empty();
    }
  }
}
